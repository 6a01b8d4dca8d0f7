import { CronExpressionParser } from 'cron-parser';
import { startOfMinute } from 'date-fns/startOfMinute';
import { subMinutes } from 'date-fns/subMinutes';

/** By how many minutes clocks change in spring and autumn. */
const CLOCK_CHANGE = 60;

/**
 * The last moment before now at which a schedule was due.
 * @param pattern a cron pattern of five fields
 * @param timezone IANA name
 * @throws Error when the pattern is not valid
 */
export function lastDue(pattern: string, timezone: string, now: Date): Date {
  const backwards = CronExpressionParser.parse(pattern, { currentDate: now, tz: timezone }).prev().toDate();
  // The library reads clock changes differently in this direction: it leaves out a time skipped in spring and gives one
  // repeated in autumn twice. So the result is found again by reading forwards from before a clock change.
  let last = backwards;
  for (const at of nextDue(pattern, timezone, subMinutes(backwards, CLOCK_CHANGE + 1))) {
    if (at >= now) break;
    last = at;
  }
  return last;
}

/**
 * The moments after now at which a schedule is due, in order.
 * @param pattern a cron pattern of five fields
 * @param timezone IANA name
 * @throws Error when the pattern is not valid
 */
export function* nextDue(pattern: string, timezone: string, now: Date): Generator<Date, never> {
  for (let at = now; ; ) {
    at = firstAfter(pattern, timezone, at);
    yield at;
  }
}

/** More than the number of schedules and weeks in use at a time. */
const MAX_REMEMBERED = 1_000;
const rememberedPeriods = new Map<string, number>();

/**
 * Results are remembered, because every home page asks for the same ones and computing them takes longer than most of
 * the page.
 */
function firstAfter(pattern: string, timezone: string, now: Date): Date {
  // Patterns are precise to the minute, so all moments of one minute have the same next one.
  const minute = startOfMinute(now);
  const question = `${pattern} ${timezone} ${minute.getTime()}`;
  const known = rememberedPeriods.get(question);
  if (known !== undefined) return new Date(known);
  const at = CronExpressionParser.parse(pattern, { currentDate: minute, tz: timezone }).next().toDate();
  if (rememberedPeriods.size >= MAX_REMEMBERED) rememberedPeriods.clear();
  rememberedPeriods.set(question, at.getTime());
  return at;
}
