import { addDays } from 'date-fns/addDays';
import { endOfWeek, startOfWeek } from '../../measurement/iso-week.ts';
import { nextDue } from '../../schedule/due.ts';

/**
 * From when on nothing about a check-in can be changed: the first moment of the schedule in its week that leaves whoever is
 * asked at `askedAt` a day to answer, or else the end of the week.
 * @param pattern null: check-ins are open until the end of their week
 */
export function closingOf(week: string, pattern: string | null, timezone: string, askedAt: Date): Date {
  const end = endOfWeek(week, timezone);
  if (pattern === null) return end;
  const enough = addDays(askedAt, 1);
  for (const closing of nextDue(pattern, timezone, startOfWeek(week, timezone))) {
    if (closing >= end) return end;
    if (closing >= enough) return closing;
  }
  return end;
}
