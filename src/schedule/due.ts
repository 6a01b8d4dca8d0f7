import { CronExpressionParser } from 'cron-parser';
import { startOfMinute } from 'date-fns/startOfMinute';

/**
 * The last moment before now at which a schedule was due; the same reading of patterns as the queue's.
 * @param pattern a cron pattern of five fields
 * @param timezone IANA name
 * @throws Error when there is no such pattern
 */
export function lastDue(pattern: string, timezone: string, now: Date): Date {
  return CronExpressionParser.parse(pattern, { currentDate: now, tz: timezone }).prev().toDate();
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
