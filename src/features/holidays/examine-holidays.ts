import { addMonths } from 'date-fns/addMonths';
import { format } from 'date-fns/format';
import { KNOWN_HOLIDAYS, REGIONS } from '../../calendar/school-holidays.ts';
import { type Finding, found } from '../../cli/finding.ts';
import type { Connection } from '../../database/client.ts';
import { createHolidayStore } from './store.ts';

/** How long before the known holidays end the operator is asked to import the next ones. */
const AHEAD_MONTHS = 3;

/** Checks that the school holidays of the coming months are known, in the regions of our schools. */
export async function examineHolidays(database: Connection, now: Date): Promise<Finding> {
  const store = createHolidayStore(database);
  const ours = await store.regionsOfSchools();
  const imported = (await store.list()).map(({ region, last }) => ({ of: region, last }));
  const known = [...KNOWN_HOLIDAYS, ...imported];
  const needed = format(addMonths(now, AHEAD_MONTHS), 'yyyy-MM-dd');
  const regions = (ours.length === 0 ? REGIONS : ours).map((region) => {
    const ends = known.filter(({ of }) => of === region).map(({ last }) => last);
    return { region, until: ends.sort().at(-1) ?? 'never' };
  });
  const first = regions.map(({ until }) => until).sort()[0] ?? '';
  const missing = regions.filter(({ until }) => until < needed);
  if (missing.length === 0) return found.ok(`School holidays: known until ${first}.`);
  const which = missing.map(({ region, until }) => `${region} until ${until}`).join(', ');
  return found.hint(
    `School holidays of the coming school year are missing (known for ${which}): check-ins would be sent in holidays too. Bring them in with polsslag holidays import FILE, from the government's open data.`,
  );
}
