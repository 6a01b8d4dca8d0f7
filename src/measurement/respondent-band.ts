/** How many people answered, as it may be shown. */
export const RESPONDENT_BANDS = ['5-9', '10-19', '20-49', '50+'] as const;
export type RespondentBand = (typeof RESPONDENT_BANDS)[number];

/**
 * How many people a band stands for where something is computed from what is published: near the geometric middle of
 * its ends, and of 50 and 100 for the last. Exact numbers would show through in what is computed with them.
 */
export const TYPICAL_PEOPLE = { '5-9': 7, '10-19': 14, '20-49': 32, '50+': 70 } as const satisfies Record<
  RespondentBand,
  number
>;

/** @param people five or more: of fewer nothing is shown */
export function bandOf(people: number): RespondentBand {
  if (people >= 50) return '50+';
  if (people >= 20) return '20-49';
  return people >= 10 ? '10-19' : '5-9';
}
