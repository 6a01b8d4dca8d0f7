import { addDays } from 'date-fns/addDays';
import { subDays } from 'date-fns/subDays';
import { endOfWeek, startOfWeek } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';

/**
 * From when on nothing about a check-in can be changed: the first moment of the schedule in its week that leaves whoever is
 * asked at `askedAt` a day to answer, or else the end of the week.
 */
export function closingOf(week: string, pattern: string, timezone: string, askedAt: Date): Date {
  const end = endOfWeek(week, timezone);
  const enough = addDays(askedAt, 1);
  for (const closing of nextDue(pattern, timezone, startOfWeek(week, timezone))) {
    if (closing >= end) return end;
    if (closing >= enough) return closing;
  }
  return end;
}

/** The latest moment at which a check-in is still worth sending: there must be a day left to answer it. */
export function lastSendingOf(closesAt: Date): Date {
  return subDays(closesAt, 1);
}
