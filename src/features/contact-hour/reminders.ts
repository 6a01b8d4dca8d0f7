import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import { EARLIEST, LATEST } from '../../calendar/good-moment.ts';
import type { Appointment } from './appointment.ts';
import type { ComingAppointment, DayOfList, ListStanding, Reminder } from './keep-store.ts';

const MINUTE_MS = 60_000;

/** When the day's list comes, in minutes after midnight. */
const LIST_AT = 14 * 60 + 30;
/** The list of the day tells of whoever comes half an hour after it, or little later. */
const LIST_TELLS = 15 * MINUTE_MS;
/** A reminder of tomorrow that would come this near is left to the one of half an hour before. */
const TOO_NEAR = 2 * 60 * MINUTE_MS;
/** What is told is not put off so long that nobody could act on it. */
export const TELL_MINUTES = 60;

/** The day before an appointment, at a good moment for this person; null when no good moment is known. */
type DayBefore = (personId: string, begins: Date) => Date | null;

/**
 * What is to be said about appointments: to each teacher of their own, and to each supervisor the list of a day, before it and on it,
 * and who comes when. Their
 * subjects name the change of an appointment that they are about, so that one that was moved is reminded of again.
 */
export function remindersOf(
  coming: readonly ComingAppointment[],
  now: Date,
  dayBefore: DayBefore,
): readonly Reminder[] {
  const ofTeachers = coming.flatMap((each) => teachersReminders(each, now, dayBefore));
  const ofSupervisors = [...bySupervisorAndDay(coming)].flatMap(([subject, visits]) =>
    dayReminders(subject, visits, now, dayBefore),
  );
  const ofTime = coming.flatMap((each) => timeReminders(each, coming, now));
  // One that can never leave would stand in the way of the one that can, once somebody comes later on that day.
  return [...ofTeachers, ...ofSupervisors, ...ofTime].filter(
    ({ notBefore, notAfter }) => notAfter > now && notAfter > notBefore,
  );
}

type Changed = Pick<Appointment, 'supervisorId' | 'begins' | 'ends' | 'timezone'>;

/** The days in which something changed. */
export function changedDays(changed: readonly Changed[]): readonly DayOfList[] {
  const days = changed.map((each): DayOfList => {
    const { supervisorId, timezone } = each;
    const day = dayAt(each.begins, timezone);
    const [from, until] = [momentOf(day, 0, timezone), momentOf(daysAfter(day, 1), 0, timezone)];
    return { list: listOf(each), supervisorId, from, until };
  });
  return [...new Map(days.map((each) => [each.list, each])).values()];
}

/**
 * To supervisors who have had a list of a day in which something changed, unless another list of it comes in time: a list with
 * nobody on it is never sent, and whoever was told of somebody would wait for them.
 */
export function changedLists(
  changed: readonly Changed[],
  now: Date,
  standings: ReadonlyMap<string, ListStanding>,
): readonly Reminder[] {
  const lists = changed.flatMap((each): Reminder[] => {
    const list = listOf(each);
    const { begins, ends, timezone, supervisorId: personId } = each;
    const sentAt = momentOf(dayAt(begins, timezone), LIST_AT, timezone);
    const { told = false, waits = false, comes = false } = standings.get(list) ?? {};
    const isLeftToList = comes && (sentAt <= now ? waits : sentAt < begins);
    if (isLeftToList || !(told || sentAt <= now)) return [];
    const notBefore = notAtNight(each, now);
    // What changes in one night is one message.
    const subject = `${list}:${notBefore.getTime()}`;
    return [{ kind: 'contact-hour-list-changed', personId, subject, notBefore, notAfter: ends }];
  });
  return [...new Map(lists.map((each) => [each.subject, each])).values()];
}

/** What changes in the evening or at night is told in the morning, unless that is too late to act on it. */
function notAtNight({ begins, timezone }: Changed, now: Date): Date {
  const day = dayAt(begins, timezone);
  const [evening, morning] = [momentOf(daysAfter(day, -1), LATEST, timezone), momentOf(day, EARLIEST, timezone)];
  return evening <= now && now < morning && morning <= minutesBefore(begins, TELL_MINUTES) ? morning : now;
}

function listOf({ supervisorId, begins, timezone }: Changed): string {
  return `${supervisorId}:${dayAt(begins, timezone)}`;
}

function teachersReminders(each: ComingAppointment, now: Date, dayBefore: DayBefore): Reminder[] {
  const { teacherId: personId, begins } = each;
  const subject = subjectOf(each);
  const tomorrow = dayBefore(personId, begins);
  const halfAnHour = minutesBefore(begins, 30);
  return [
    ...(tomorrow && isWorthIt(tomorrow, each)
      ? [{ kind: 'contact-hour-tomorrow', personId, subject, notBefore: tomorrow, notAfter: minutesBefore(begins, 60) }]
      : []),
    // Whoever has just booked knows.
    ...(each.createdAt < halfAnHour
      ? [{ kind: 'contact-hour-soon', personId, subject, notBefore: laterOf(halfAnHour, now), notAfter: begins }]
      : []),
  ];
}

/** Not for what was booked since, nor so late that the next reminder says it. */
function isWorthIt(at: Date, { begins, createdAt }: ComingAppointment): boolean {
  return begins.getTime() - at.getTime() > TOO_NEAR && createdAt < minutesBefore(begins, 24 * 60);
}

function dayReminders(
  subject: string,
  visits: readonly ComingAppointment[],
  now: Date,
  dayBefore: DayBefore,
): Reminder[] {
  const [first, last] = [visits[0], visits.at(-1)];
  if (!first || !last) return [];
  const { supervisorId: personId, begins, timezone } = first;
  const list = momentOf(dayAt(begins, timezone), LIST_AT, timezone);
  const tomorrow = dayBefore(personId, begins);
  const common = { personId, notAfter: last.ends };
  return [
    ...(tomorrow && isWorthIt(tomorrow, first)
      ? [
          {
            kind: 'contact-hour-list-before',
            subject,
            notBefore: tomorrow,
            personId,
            // From then on the list of the day itself says it.
            notAfter: earlier(minutesBefore(begins, 60), list),
          },
        ]
      : []),
    { kind: 'contact-hour-list', subject, notBefore: laterOf(list, now), ...common },
  ];
}

/**
 * For whoever keeps time: two minutes before the end, and who comes next. That is said half an hour before, or, when somebody else
 * is there in that half hour, at the moment itself: nobody is disturbed in a talk for the next one.
 */
function timeReminders(each: ComingAppointment, coming: readonly ComingAppointment[], now: Date): Reminder[] {
  const { supervisorId: personId, begins, ends } = each;
  const subject = subjectOf(each);
  const halfAnHour = minutesBefore(begins, 30);
  const isBusy = coming.some(
    (other) => other.supervisorId === personId && other.ends > halfAnHour && other.ends <= begins,
  );
  const common = { personId, subject };
  const atTheEnd = { kind: 'contact-hour-two-minutes', ...common, notBefore: minutesBefore(ends, 2), notAfter: ends };
  if (isBusy) {
    const next = { kind: 'contact-hour-next', ...common, notBefore: begins, notAfter: minutesBefore(begins, -3) };
    return [atTheEnd, next];
  }
  if (isToldByList(each)) return [atTheEnd];
  const soon = { kind: 'contact-hour-soon-first', ...common, notBefore: laterOf(halfAnHour, now), notAfter: begins };
  return [atTheEnd, soon];
}

/** Two messages at half past two would say the same. What is booked after it is told by itself. */
function isToldByList({ begins, createdAt, timezone }: ComingAppointment): boolean {
  const list = momentOf(dayAt(begins, timezone), LIST_AT, timezone);
  const after = minutesBefore(begins, 30).getTime() - list.getTime();
  return createdAt < list && after >= 0 && after < LIST_TELLS;
}

/** Which change of which appointment. */
function subjectOf({ id, sequence }: ComingAppointment): string {
  return `${id}:${sequence}`;
}

function bySupervisorAndDay(coming: readonly ComingAppointment[]): ReadonlyMap<string, readonly ComingAppointment[]> {
  const days = new Map<string, ComingAppointment[]>();
  for (const each of coming) {
    const key = `${each.supervisorId}:${dayAt(each.begins, each.timezone)}`;
    days.set(key, [...(days.get(key) ?? []), each]);
  }
  return days;
}

function minutesBefore(at: Date, minutes: number): Date {
  return new Date(at.getTime() - minutes * MINUTE_MS);
}

function laterOf(one: Date, other: Date): Date {
  return one < other ? other : one;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
