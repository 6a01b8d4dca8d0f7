import { buttonRow, textBlock } from '../../chat/blocks.ts';
import type { AnyButton, Block, Button, Dialog, View } from '../../chat/view.ts';
import type { Pages } from '../../feature.ts';
import { ACTIONS } from './actions.ts';
import { type Appointment, changeableUntil } from './appointment.ts';
import { eventForms, fileLink } from './calendar-links.ts';
import { choiceBlocks, lookButton } from './choice-blocks.ts';
import { hasEnough, type Offer } from './offer.ts';
import { contactHourTexts } from './texts.ts';
import { longDay, shortDay, timeOf, timesOf } from './when.ts';

interface OfferContext {
  readonly language: string;
  readonly personId: string;
  readonly pages: Pages | null;
  readonly now: Date;
}

interface OfferPage {
  /** The first sentence. */
  readonly first?: string;
  /** The index of the first slot shown. */
  readonly from?: number;
  /** The appointment that is being moved. */
  readonly moving?: string | null;
}

/** A teacher's appointments, and the free slots. */
export function offerView(offer: Offer, shown: OfferContext, { first, from = 0, moving = null }: OfferPage = {}): View {
  const texts = contactHourTexts(shown.language);
  const held = moving === null ? offer.own.filter(({ heldUntil }) => heldUntil !== null) : [];
  const own = offer.own.filter(({ heldUntil, id }) => heldUntil === null && (moving === null || id === moving));
  const blocks: Block[] = [
    ...(first === undefined ? [] : [textBlock(first)]),
    ...held.flatMap((appointment) => heldBlocks(appointment, shown.language)),
    ...own.flatMap((appointment) =>
      moving === null ? appointmentBlocks(appointment, shown) : [bookedLine(appointment, shown)],
    ),
    ...(own.length === 0 || moving !== null ? [] : [{ kind: 'divider' } as const]),
    ...(moving === null && hasEnough(offer)
      ? [textBlock(texts.enough)]
      : choiceBlocks(offer, shown.language, from, moving)),
  ];
  return { summary: first ?? own.map((each) => bookedText(each, shown.language))[0] ?? texts.choose, blocks };
}

/** One appointment, with everything that can be done about it. */
export function appointmentView(appointment: Appointment, shown: OfferContext, first: readonly string[] = []): View {
  return {
    summary: first[0] ?? bookedText(appointment, shown.language),
    blocks: [...first.map(textBlock), ...appointmentBlocks(appointment, shown)],
  };
}

/**
 * A slot held for somebody, to accept or decline. @param isLastTime they leave the waiting list when they do not answer
 */
export function heldView(appointment: Appointment, isLastTime: boolean, language: string): View {
  const { lastTime } = contactHourTexts(language);
  const last: Block[] = isLastTime ? [{ kind: 'note', text: lastTime }] : [];
  return { summary: heldText(appointment, language), blocks: [...heldBlocks(appointment, language), ...last] };
}

function heldBlocks(appointment: Appointment, language: string): Block[] {
  const texts = contactHourTexts(language);
  const { id, heldUntil, timezone, place } = appointment;
  const until = { begins: heldUntil ?? appointment.begins, timezone };
  const data = { appointment: id };
  return [
    textBlock(heldText(appointment, language)),
    { kind: 'facts', facts: [{ label: texts.where, value: place }] },
    buttonRow([
      { label: texts.accept, action: ACTIONS.accept, data, tone: 'primary', opens: 'view' },
      { label: texts.decline, action: ACTIONS.decline, data, tone: 'plain', opens: 'view' },
    ]),
    { kind: 'note', text: texts.heldUntil(shortDay(until, language), timeOf(until.begins, timezone)) },
  ];
}

function heldText(appointment: Appointment, language: string): string {
  const { supervisor } = appointment;
  return contactHourTexts(language).offer(longDay(appointment, language), timesOf(appointment), supervisor);
}

/** A sentence with a button to the free slots. */
export function chooseAgainView(text: string, language: string): View {
  return {
    summary: text,
    blocks: [textBlock(text), buttonRow([openButton(contactHourTexts(language).chooseAgain, 'primary')])],
  };
}

/** The offer below the thanks after a check-in, whatever was answered. */
export function offerBlocks(language: string): Block[] {
  const texts = contactHourTexts(language);
  return [{ kind: 'divider' }, textBlock(texts.offerAfterCheckIn), buttonRow([openButton(texts.offerButton, 'plain')])];
}

function openButton(label: string, tone: Button['tone']): Button {
  return { label, action: ACTIONS.open, data: {}, tone, opens: 'view' };
}

/** The dialog in which a teacher writes what an appointment is about. */
export function topicDialog(appointment: string, topic: string | null, language: string): Dialog {
  const texts = contactHourTexts(language);
  return {
    action: ACTIONS.topic,
    data: { appointment },
    title: texts.topicTitle,
    intro: texts.topicIntro,
    fields: [
      {
        kind: 'text',
        name: 'topic',
        label: texts.topicLabel,
        lines: 'several',
        maxLength: 500,
        initial: topic,
        missing: null,
      },
    ],
    submit: texts.save,
    close: texts.close,
  };
}

/**
 * The dialog with ways to add an appointment to a calendar, apart from the appointment, because people need one of them
 * at most.
 * @param version the version of this person's addresses
 */
export function calendarDialog(
  appointment: Appointment,
  { language, personId, pages }: OfferContext,
  version: number,
): Dialog {
  const texts = contactHourTexts(language);
  const forms = eventForms({ ...appointment, title: texts.eventForTeacher(appointment.supervisor) });
  const file = fileLink(appointment.id, personId, version);
  const address = (label: string, url: string): AnyButton => ({ label, url, tone: 'plain', opens: 'address' });
  return {
    action: ACTIONS.calendar,
    data: {},
    title: texts.inMyCalendar,
    intro: [bookedText(appointment, language), pages ? texts.calendarIntro : texts.calendarOnce].join('\n\n'),
    fields: [],
    buttons: [
      address(texts.outlook, forms.outlook),
      address(texts.google, forms.google),
      ...(pages ? [address(texts.calendarFile, file.address(pages))] : []),
      ...(pages
        ? [{ label: texts.feed, action: ACTIONS.feed, data: {}, tone: 'plain', opens: 'dialog' } as const]
        : []),
    ],
    submit: null,
    close: texts.close,
  };
}

function appointmentBlocks(appointment: Appointment, shown: OfferContext): Block[] {
  const { language, now } = shown;
  const texts = contactHourTexts(language);
  const { id, place, hasTopic } = appointment;
  const canChange = now <= changeableUntil(appointment);
  const opens = (label: string, action: string): Button => ({
    label,
    action,
    data: { appointment: id },
    tone: 'plain',
    opens: 'dialog',
  });
  const changes: Button[] = [
    opens(hasTopic ? texts.changeTopic : texts.addTopic, ACTIONS.topic),
    opens(texts.inMyCalendar, ACTIONS.calendar),
    ...(canChange
      ? [
          lookButton(texts.move, 0, id),
          {
            label: texts.cancel,
            action: ACTIONS.cancel,
            data: { appointment: id },
            tone: 'plain',
            opens: 'view',
          } as const,
        ]
      : []),
  ];
  return [
    bookedLine(appointment, shown),
    placeBlock(place, language),
    buttonRow(changes),
    { kind: 'note', text: canChange ? texts.untilAnHour : texts.fixed },
  ];
}

/** A place that is a web address becomes a link. */
function placeBlock(place: string, language: string): Block {
  const { where, openPlace } = contactHourTexts(language);
  if (/^https:\/\/\S+$/.test(place)) return { kind: 'link', label: openPlace, url: place };
  return { kind: 'facts', facts: [{ label: where, value: place }] };
}

function bookedLine(appointment: Appointment, { language }: OfferContext): Block {
  return textBlock(bookedText(appointment, language));
}

function bookedText(appointment: Appointment, language: string): string {
  const { begins, ends, timezone, supervisor } = appointment;
  const day = longDay(appointment, language);
  return contactHourTexts(language).booked(day, timeOf(begins, timezone), timeOf(ends, timezone), supervisor);
}
