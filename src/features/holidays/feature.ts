import type { Feature } from '../../feature.ts';
import { examineHolidays } from './examine-holidays.ts';

/** School holidays that the operator imports. */
export const feature: Feature = {
  name: 'holidays',
  cli: { holidays: async () => (await import('./holidays-command.ts')).holidaysCommand },
  examine: async (database, now) => [await examineHolidays(database, now)],
};
