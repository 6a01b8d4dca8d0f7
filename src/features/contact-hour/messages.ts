import { differenceInMinutes } from 'date-fns/differenceInMinutes';
import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import { textBlock } from '../../chat/blocks.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Block, View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Composers } from '../../outbox/compose.ts';
import { dayName } from '../../text/day-name.ts';
import type { createAgendaStore } from './agenda-store.ts';
import { visitBlocks } from './agenda-view.ts';
import type { Appointment } from './appointment.ts';
import type { BookingStore } from './book-store.ts';
import { appointmentView, heldView, offerView } from './book-view.ts';
import { hourTexts } from './hours-texts.ts';
import { offerTo } from './offer.ts';
import { contactHourTexts } from './texts.ts';
import type { WaitingStore } from './waiting-store.ts';
import { longDay, timeOf } from './when.ts';

interface Composing extends Pick<Tools, 'database' | 'settings' | 'pages'> {
  readonly store: BookingStore;
  readonly waiting: Pick<WaitingStore, 'isLastTime'>;
  readonly agenda: ReturnType<typeof createAgendaStore>;
}

type Compose = Composers[string];

/** In minutes, and somewhat less: what is due is looked for every five of them. */
const HALF_AN_HOUR = 25;
/** Of whoever comes sooner, the list of the day says it. */
const MAX_SOON = 45;

/** What is said about appointments, made when it is sent: of what was moved or cancelled since, nothing is said any more. */
export function contactHourMessages(composing: Composing): Composers {
  const list = (title: 'list' | 'listChanged') => (subject: string, now: Date, language: string) =>
    dayList(composing, subject, now, language, title);
  return {
    'contact-hour-ended': (subject, now, language) => ended(composing, subject, now, language),
    'contact-hour-offer': async (subject, now, language) => {
      const held = await composing.store.find(subject);
      if (!held?.heldUntil || held.endedAt !== null || held.heldUntil <= now) return null;
      return heldView(held, await composing.waiting.isLastTime(held.teacherId), language);
    },
    'contact-hour-tomorrow': teachersReminder(composing, ({ tomorrow }) => tomorrow),
    'contact-hour-soon': teachersReminder(composing, ({ soon, soonAt }, { begins, timezone }, now) =>
      isHalfAnHour(now, begins) ? soon : soonAt(timeOf(begins, timezone)),
    ),
    'contact-hour-list': list('list'),
    'contact-hour-list-before': list('list'),
    // What waited with others, as for a workspace that was not connected, would say the same.
    'contact-hour-list-changed': async (subject, now, language) =>
      (await composing.agenda.isToldLater('contact-hour-list-changed', subject, now))
        ? null
        : list('listChanged')(subject, now, language),
    'contact-hour-soon-first': async (subject, now, language) => {
      const first = await asItWas(composing, subject);
      const before = first && (await composing.agenda.between(first.supervisorId, now, first.begins));
      if (!first || before?.length !== 0) return null;
      return sentenceView(withDoubt(whoComes(first, now, language), first, language));
    },
    'contact-hour-two-minutes': async (subject, _now, language) => {
      const one = await asItWas(composing, subject);
      return one && twoMinutes(one, await nextOf(composing, one), language);
    },
    'contact-hour-next': async (subject, _now, language) => {
      const one = await asItWas(composing, subject);
      return one && sentenceView(whoWaits(one, language));
    },
  };
}

/** Subjects name a change of an appointment ('<id>:<sequence>'): null when there was another one since. */
async function asItWas({ store }: Composing, subject: string): Promise<Appointment | null> {
  const [id = '', sequence] = subject.split(':');
  const found = await store.find(id);
  const isSame = found && found.endedAt === null && found.heldUntil === null && String(found.sequence) === sequence;
  return isSame ? found : null;
}

/** Whoever booked, or is told, shortly before has less. */
function isHalfAnHour(now: Date, begins: Date): boolean {
  return differenceInMinutes(begins, now) >= HALF_AN_HOUR;
}

/** Who comes next, when and where. */
function whoComes({ teacher, begins, timezone, place }: Appointment, now: Date, language: string): string {
  const { soonFirst, comes } = hourTexts(language);
  return (isHalfAnHour(now, begins) ? soonFirst : comes)(timeOf(begins, timezone), teacher, place);
}

/** Who is to be there now; of somebody who may have gone nobody knows whether they wait. */
function whoWaits(one: Appointment, language: string): string {
  const { nextWaits, nextIsDue } = hourTexts(language);
  const said = (one.teacherIsLeaving ? nextIsDue : nextWaits)(one.teacher, timeOf(one.ends, one.timezone));
  return withDoubt(said, one, language);
}

/** With the same doubt as in the lists: whoever reads only this message would wait for somebody who has gone. */
function withDoubt(said: string, { teacher, teacherIsLeaving }: Appointment, language: string): string {
  return teacherIsLeaving ? `${said} ${hourTexts(language).inDoubt(teacher)}` : said;
}

function teachersReminder(
  composing: Composing,
  pick: (texts: ReturnType<typeof contactHourTexts>, appointment: Appointment, now: Date) => string,
): Compose {
  return async (subject, now, language) => {
    const found = await asItWas(composing, subject);
    if (!found) return null;
    const shown = { language, personId: found.teacherId, pages: composing.pages, now };
    return appointmentView(found, shown, [pick(contactHourTexts(language), found, now)]);
  };
}

/** That it does not take place, and what can be had in its place: first what is held for them. */
async function ended(composing: Composing, subject: string, now: Date, language: string): Promise<View | null> {
  const found = await composing.store.find(subject);
  if (!found?.endedAt || found.begins <= now) return null;
  const texts = contactHourTexts(language);
  const { supervisor, begins, timezone, endedBy, teacherId } = found;
  const [day, time] = [longDay(found, language), timeOf(begins, timezone)];
  const isElsewhere = endedBy === 'removed' && (await composing.store.goesOn(subject));
  const why = endedBy === 'ill' ? texts.endedIll : isElsewhere ? texts.endedElsewhere : texts.endedOtherwise;
  // Whoever was erased has no name.
  const first = supervisor === '' ? texts.endedErased(day, time) : why(supervisor, day, time);
  const offer = await offerTo(composing.database, composing.settings, teacherId, now);
  const shown = { language, personId: teacherId, pages: composing.pages, now };
  if (offer?.hasHours && (offer.free.length > 0 || offer.own.length > 0)) return offerView(offer, shown, { first });
  return { summary: first, blocks: [first, texts.firstInLine].map((text) => ({ kind: 'text', text })) };
}

/** @param subject '<supervisor>:<day>', and what tells it from other lists of that day */
async function dayList(
  { agenda }: Composing,
  subject: string,
  now: Date,
  language: string,
  title: 'list' | 'listChanged',
): Promise<View | null> {
  const [supervisorId = '', day = ''] = subject.split(':');
  const [from, until] = [daysAfter(day, -1), daysAfter(day, 2)].map((each) => momentOf(each, 0, 'UTC'));
  const near = from && until ? await agenda.between(supervisorId, from, until) : [];
  // The day is one of the clocks of the school.
  const visits = near.filter(({ begins, timezone }) => dayAt(begins, timezone) === day);
  if (visits.length === 0 && title === 'list') return null;
  const texts = hourTexts(language);
  const heading = texts[title](dayName(day, language));
  const shown = visits.length > 0 ? visitBlocks(visits, language) : [{ kind: 'text', text: texts.nobody } as const];
  const soon = title === 'list' ? soonest(visits, now) : undefined;
  const blocks: Block[] = [{ kind: 'heading', text: heading }, ...shown];
  return { summary: heading, blocks: soon ? [...blocks, textBlock(whoComes(soon, now, language))] : blocks };
}

/** Who comes in about half an hour, unless somebody is there now. */
function soonest(visits: readonly Appointment[], now: Date): Appointment | undefined {
  const [next] = visits.filter(({ ends }) => ends > now);
  const isSoon = next && isHalfAnHour(now, next.begins) && differenceInMinutes(next.begins, now) < MAX_SOON;
  return isSoon ? next : undefined;
}

function twoMinutes({ teacher, ends, timezone }: Appointment, next: Appointment | null, language: string): View {
  const texts = hourTexts(language);
  const then = next ? [withDoubt(texts.thenNext(next.teacher), next, language)] : [];
  return sentenceView([texts.twoMinutes(teacher, timeOf(ends, timezone)), ...then].join(' '));
}

/** Who comes right after this one. */
async function nextOf({ agenda }: Composing, { supervisorId, ends }: Appointment): Promise<Appointment | null> {
  const after = await agenda.between(supervisorId, ends, new Date(ends.getTime() + 60_000));
  return after.find(({ begins }) => begins.getTime() === ends.getTime()) ?? null;
}
