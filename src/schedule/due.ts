import { CronExpressionParser } from 'cron-parser';

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
  const moments = CronExpressionParser.parse(pattern, { currentDate: now, tz: timezone });
  for (;;) yield moments.next().toDate();
}
