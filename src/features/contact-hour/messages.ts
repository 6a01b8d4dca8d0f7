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

/** In minutes; less than thirty, because due messages are looked for every five minutes. */
const HALF_AN_HOUR = 25;
/** The list of the day mentions who comes within this many minutes. */
const MAX_SOON = 45;

/** Composes messages about appointments when they are sent. Null for those that were moved or cancelled since. */
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
    // Several of these may have waited together, for example for a workspace that was not connected, and would say the
    // same.
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

/** The appointment of a subject ('<id>:<sequence>'); null when it has changed since. */
async function asItWas({ store }: Composing, subject: string): Promise<Appointment | null> {
  const [id = '', sequence] = subject.split(':');
  const found = await store.find(id);
  const isSame = found && found.endedAt === null && found.heldUntil === null && String(found.sequence) === sequence;
  return isSame ? found : null;
}

/** False for somebody who booked, or is told, shortly before. */
function isHalfAnHour(now: Date, begins: Date): boolean {
  return differenceInMinutes(begins, now) >= HALF_AN_HOUR;
}

/** Who comes next, when and where. */
function whoComes({ teacher, begins, timezone, place }: Appointment, now: Date, language: string): string {
  const { soonFirst, comes } = hourTexts(language);
  return (isHalfAnHour(now, begins) ? soonFirst : comes)(timeOf(begins, timezone), teacher, place);
}

/** Who should be there now. About somebody who may have left it does not say that they wait. */
function whoWaits(one: Appointment, language: string): string {
  const { nextWaits, nextIsDue } = hourTexts(language);
  const said = (one.teacherIsLeaving ? nextIsDue : nextWaits)(one.teacher, timeOf(one.ends, one.timezone));
  return withDoubt(said, one, language);
}

/** Adds the same doubt as in the lists, for a reader of this message only. */
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

/** Tells that an appointment does not take place, and offers other times, first the one held for them. */
async function ended(composing: Composing, subject: string, now: Date, language: string): Promise<View | null> {
  const found = await composing.store.find(subject);
  if (!found?.endedAt || found.begins <= now) return null;
  const texts = contactHourTexts(language);
  const { supervisor, begins, timezone, endedBy, teacherId } = found;
  const [day, time] = [longDay(found, language), timeOf(begins, timezone)];
  const isElsewhere = endedBy === 'removed' && (await composing.store.goesOn(subject));
  const why = endedBy === 'ill' ? texts.endedIll : isElsewhere ? texts.endedElsewhere : texts.endedOtherwise;
  // An erased supervisor has no name.
  const first = supervisor === '' ? texts.endedErased(day, time) : why(supervisor, day, time);
  const offer = await offerTo(composing.database, composing.settings, teacherId, now);
  const shown = { language, personId: teacherId, pages: composing.pages, now };
  if (offer?.hasHours && (offer.free.length > 0 || offer.own.length > 0)) return offerView(offer, shown, { first });
  return { summary: first, blocks: [first, texts.firstInLine].map((text) => ({ kind: 'text', text })) };
}

/**
 * The list of a day. @param subject '<supervisor>:<day>', and more that distinguishes it from other lists of that day
 */
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
  // The day is in the time zone of the school.
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
