import type { Day } from './day.ts';
import holidays from './school-holidays.json' with { type: 'json' };

/** The Dutch regions over which the government spreads school holidays. */
export const REGIONS = ['noord', 'midden', 'zuid'] as const;

/** Holidays of a region or of a school, for one school year ('2026-2027'). */
export interface Holidays {
  /** A region, or the id of a school. */
  readonly of: string;
  readonly schoolYear: string;
  readonly first: Day;
  readonly last: Day;
}

/** The government's holidays that are built in. */
export const KNOWN_HOLIDAYS: readonly (Holidays & { readonly name: string })[] = Object.entries(
  holidays.regions,
).flatMap(([of, list]) =>
  list.map(({ name, first, last }) => ({ of, schoolYear: holidays.schoolYear, name, first, last })),
);
