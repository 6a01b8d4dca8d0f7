import ICAL from 'ical.js';
import { type Day, daysAfter } from '../../calendar/day.ts';
import { PolsslagError } from '../../errors.ts';
import { faultOfHoliday, faultsOfYears, type Holiday } from './holiday.ts';

interface SchoolCalendar {
  readonly holidays: readonly Holiday[];
  /** How many events had a time of day: those are not days without school. */
  readonly leftOut: number;
}

/**
 * Reads the calendar of a school or its board, in which each event of whole days is a period without school.
 * @throws PolsslagError BAD_INPUT that lists every fault
 */
export function readIcs(text: string, school: string): SchoolCalendar {
  const events = eventsIn(text).filter((event) => event.component.getFirstPropertyValue('status') !== 'CANCELLED');
  const faults: string[] = [];
  const whole = events.filter(({ startDate }) => startDate?.isDate);
  const holidays = whole.map((event) => {
    const holiday = toHoliday(event);
    const fault = event.isRecurring() ? 'repeats; write each time out.' : faultOfHoliday(holiday);
    if (fault !== null) faults.push(`${holiday.name || 'An event'} (${holiday.first}): it ${fault}`);
    return holiday;
  });
  if (holidays.length === 0) faults.push('There is no event of whole days in the calendar.');
  faults.push(...faultsOfYears(school, holidays));
  if (faults.length > 0) throw new PolsslagError('BAD_INPUT', faults);
  return { holidays, leftOut: events.length - whole.length };
}

function eventsIn(text: string): ICAL.Event[] {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    return calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component));
  } catch (cause) {
    throw new PolsslagError('BAD_INPUT', 'The file is not a calendar (.ics) that can be read.', { cause });
  }
}

/** In iCalendar an event of whole days ends on the day after its last one. */
function toHoliday(event: ICAL.Event): Holiday {
  const first = event.startDate.toString().slice(0, 10);
  const end = event.endDate.toString().slice(0, 10);
  const last = end > first ? daysAfter(end, -1) : first;
  return { schoolYear: schoolYearOf(first), name: (event.summary ?? '').trim(), first, last };
}

/** School years begin in August. */
function schoolYearOf(day: Day): string {
  const year = Number(day.slice(0, 4)) - (day.slice(5, 7) >= '08' ? 0 : 1);
  return `${year}-${year + 1}`;
}
