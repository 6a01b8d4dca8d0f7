import { CronExpressionParser } from 'cron-parser';
import { startOfMinute } from 'date-fns/startOfMinute';
import { subMinutes } from 'date-fns/subMinutes';

/** Minutes by which clocks are put forward in spring and back in autumn. */
const CLOCK_CHANGE = 60;

/**
 * The last moment before now at which a schedule was due; the same reading of patterns as the queue's.
 * @param pattern a cron pattern of five fields
 * @param timezone IANA name
 * @throws Error when there is no such pattern
 */
export function lastDue(pattern: string, timezone: string, now: Date): Date {
  const backwards = CronExpressionParser.parse(pattern, { currentDate: now, tz: timezone }).prev().toDate();
  // Read backwards, a time that clocks skip in spring is left out, and one that they show twice in autumn comes twice. So it is
  // read forwards from before that.
  let last = backwards;
  for (const at of nextDue(pattern, timezone, subMinutes(backwards, CLOCK_CHANGE + 1))) {
    if (at >= now) break;
    last = at;
  }
  return last;
}

/**
 * The moments after now at which a schedule is due, one after the other; the same reading of patterns as the queue's.
 * @param pattern a cron pattern of five fields
 * @param timezone IANA name
 * @throws Error when there is no such pattern
 */
export function* nextDue(pattern: string, timezone: string, now: Date): Generator<Date, never> {
  for (let at = now; ; ) {
    at = firstAfter(pattern, timezone, at);
    yield at;
  }
}

/** More than the schedules and weeks that are asked about at a time. */
const MAX_REMEMBERED = 1_000;
const rememberedPeriods = new Map<string, number>();

/** Everybody who opens their page asks the same, and working it out takes longer than most of the page does. */
function firstAfter(pattern: string, timezone: string, now: Date): Date {
  // Patterns know whole minutes: what comes after one moment comes after all moments of its minute.
  const minute = startOfMinute(now);
  const question = `${pattern} ${timezone} ${minute.getTime()}`;
  const known = rememberedPeriods.get(question);
  if (known !== undefined) return new Date(known);
  const at = CronExpressionParser.parse(pattern, { currentDate: minute, tz: timezone }).next().toDate();
  if (rememberedPeriods.size >= MAX_REMEMBERED) rememberedPeriods.clear();
  rememberedPeriods.set(question, at.getTime());
  return at;
}
