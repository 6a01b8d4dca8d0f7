import { addMonths } from 'date-fns/addMonths';
import { format } from 'date-fns/format';
import { holidaysKnownUntil } from '../../calendar/school-holidays.ts';
import { type Finding, found } from '../../cli/finding.ts';

/** So long before the known holidays end, somebody should put in the next ones. */
const AHEAD_MONTHS = 3;

/** Whether the dates on which nobody is asked are known for the months to come. */
export function examineHolidays(now: Date): Finding {
  const until = holidaysKnownUntil();
  if (until >= format(addMonths(now, AHEAD_MONTHS), 'yyyy-MM-dd'))
    return found.ok(`School holidays: known until ${until}.`);
  return found.hint(
    `School holidays: known until ${until}; after that check-ins are sent in holidays too. A newer version of Polsslag knows the next ones.`,
  );
}
