import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import { EARLIEST, LATEST } from '../../calendar/good-moment.ts';
import type { Appointment } from './appointment.ts';
import type { ComingAppointment, DayOfList, ListStanding, Reminder } from './keep-store.ts';

const MINUTE_MS = 60_000;

/** When the list of the day is sent, in minutes after midnight. */
const LIST_AT = 14 * 60 + 30;
/** The list of the day mentions who comes up to this long after the half hour that follows it. */
const LIST_TELLS = 15 * MINUTE_MS;
/**
 * When the reminder of the day before would come this near to the appointment, only the one of half an hour before is
 * sent.
 */
const TOO_NEAR = 2 * 60 * MINUTE_MS;
/** News is not delayed so long that fewer than these minutes are left to act on it. */
export const TELL_MINUTES = 60;

/** Gives a good moment for this person from the day before on; null when none is known. */
type DayBefore = (personId: string, begins: Date) => Date | null;

/**
 * Plans the messages about appointments: to each teacher about their own, and to each supervisor the list of a day,
 * before it and on it, and who comes when. Subjects name the version of an appointment, so that one that was moved is
 * reminded of again.
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
  // A message that can never be sent is left out, because it would block a later one when somebody books later that
  // day.
  return [...ofTeachers, ...ofSupervisors, ...ofTime].filter(
    ({ notBefore, notAfter }) => notAfter > now && notAfter > notBefore,
  );
}

type Changed = Pick<Appointment, 'supervisorId' | 'begins' | 'ends' | 'timezone'>;

/** The days on which something changed. */
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
 * Plans news for supervisors who got a list of a day on which something changed, unless another list comes in time. A
 * list without visits is never sent, and the supervisor would wait for somebody.
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
    // Changes during one night are one message.
    const subject = `${list}:${notBefore.getTime()}`;
    return [{ kind: 'contact-hour-list-changed', personId, subject, notBefore, notAfter: ends }];
  });
  return [...new Map(lists.map((each) => [each.subject, each])).values()];
}

/** Changes in the evening or at night are told in the morning, unless that is too late to act on them. */
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
    // Somebody who has just booked knows already.
    ...(each.createdAt < halfAnHour
      ? [{ kind: 'contact-hour-soon', personId, subject, notBefore: laterOf(halfAnHour, now), notAfter: begins }]
      : []),
  ];
}

/** Not for appointments that were booked since, nor so late that the next reminder says it. */
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
            // After that, the list of the day says it.
            notAfter: earlier(minutesBefore(begins, 60), list),
          },
        ]
      : []),
    { kind: 'contact-hour-list', subject, notBefore: laterOf(list, now), ...common },
  ];
}

/**
 * Reminders for keeping time: two minutes before the end, and who comes next. The latter comes half an hour before, or,
 * when somebody else is there then, at the moment itself, so that no talk is disturbed for the next one.
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

/** Whether the list of the day says the same at the same time. Appointments booked after it are told separately. */
function isToldByList({ begins, createdAt, timezone }: ComingAppointment): boolean {
  const list = momentOf(dayAt(begins, timezone), LIST_AT, timezone);
  const after = minutesBefore(begins, 30).getTime() - list.getTime();
  return createdAt < list && after >= 0 && after < LIST_TELLS;
}

/** The appointment with its version. */
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
