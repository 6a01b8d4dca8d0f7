import { dayAt } from '../../calendar/day.ts';
import { buttonRow, textBlock } from '../../chat/blocks.ts';
import type { Block, Button, Dialog, View } from '../../chat/view.ts';
import { ACTIONS } from './actions.ts';
import type { Appointment } from './appointment.ts';
import { hourTexts } from './hours-texts.ts';
import { longDay, timeOf, timesOf } from './when.ts';

/** A supervisor's appointments of today and the following days. */
export function agendaView(appointments: readonly Appointment[], now: Date, language: string): View {
  const texts = hourTexts(language);
  return { summary: texts.agenda, blocks: agendaBlocks(appointments, now, language) };
}

/** For the home page and for messages. It never shows what a visit is about, because messages stay. */
export function agendaBlocks(appointments: readonly Appointment[], now: Date, language: string): Block[] {
  const texts = hourTexts(language);
  const isToday = ({ begins, timezone }: Appointment) => dayAt(begins, timezone) === dayAt(now, timezone);
  const today = appointments.filter(isToday);
  const later = appointments.filter((each) => !isToday(each));
  const days: Block[] = [
    { kind: 'heading', text: `${texts.agenda} · ${texts.today}` },
    ...(today.length === 0 ? [textBlock(texts.noneToday)] : visitBlocks(today, language)),
    { kind: 'heading', text: texts.thisWeek },
    ...(later.length === 0 ? [textBlock(texts.noneThisWeek)] : dayBlocks(later, language)),
  ];
  const none: Block[] = [{ kind: 'heading', text: texts.agenda }, textBlock(texts.noAppointments)];
  return [
    ...(appointments.length === 0 ? none : days),
    buttonRow([
      { label: texts.setHours, action: ACTIONS.hours, data: {}, tone: 'plain', opens: 'view' },
      { label: texts.feed, action: ACTIONS.feed, data: {}, tone: 'plain', opens: 'dialog' },
    ]),
  ];
}

/** One line for each appointment, with buttons to what teachers wrote: no message holds such a text. */
export function visitBlocks(appointments: readonly Appointment[], language: string): Block[] {
  const texts = hourTexts(language);
  const lines = appointments.map((each) =>
    (each.teacherIsLeaving ? texts.visitInDoubt : texts.visit)(timesOf(each), each.teacher),
  );
  const topics = appointments.filter(({ hasTopic }) => hasTopic);
  return [
    textBlock(lines.join('\n')),
    ...(topics.length === 0 ? [] : [buttonRow(topics.map((each) => topicButton(each, language)))]),
  ];
}

function dayBlocks(appointments: readonly Appointment[], language: string): Block[] {
  const days = new Map<string, Appointment[]>();
  for (const each of appointments) {
    const day = longDay(each, language);
    days.set(day, [...(days.get(day) ?? []), each]);
  }
  return [...days].flatMap(([day, these]): Block[] => [{ kind: 'note', text: day }, ...visitBlocks(these, language)]);
}

function topicButton({ id, begins, timezone }: Appointment, language: string): Button {
  const label = hourTexts(language).readTopic(timeOf(begins, timezone));
  return { label, action: ACTIONS.readTopic, data: { appointment: id }, tone: 'plain', opens: 'dialog' };
}

/** The dialog in which a supervisor reads what a teacher wrote; it does not stay in the chat. */
export function readTopicDialog(teacher: string, topic: string | null, language: string): Dialog {
  const texts = hourTexts(language);
  return {
    action: ACTIONS.readTopic,
    data: {},
    title: texts.topicTitle,
    intro: topic === null ? texts.noTopic : [texts.topicIntro(teacher), topic].join('\n\n'),
    fields: [],
    submit: null,
    close: texts.close,
  };
}

/** The dialog with the address of somebody's own calendar. @param address null where nobody can open one */
export function feedDialog(address: string | null, language: string, renewed: boolean): Dialog {
  const texts = hourTexts(language);
  const lines = address === null ? [texts.noFeed] : [...(renewed ? [texts.feedRenewed] : []), texts.feedIntro, address];
  return {
    action: ACTIONS.renewFeed,
    data: {},
    title: texts.feedTitle,
    intro: lines.join('\n\n'),
    fields: [],
    submit: address === null ? null : texts.renewFeed,
    close: texts.close,
  };
}
