/** The number of people who answered, in the bands that may be shown. */
export const RESPONDENT_BANDS = ['5-9', '10-19', '20-49', '50+'] as const;
export type RespondentBand = (typeof RESPONDENT_BANDS)[number];

/**
 * The typical number of people of a band, for computing with published figures: near the geometric mean of its ends,
 * and of 50 and 100 for the last. Exact numbers would be visible in the results.
 */
export const TYPICAL_PEOPLE = { '5-9': 7, '10-19': 14, '20-49': 32, '50+': 70 } as const satisfies Record<
  RespondentBand,
  number
>;

/** The band of a number of people. @param people five or more, because nothing is shown for fewer */
export function bandOf(people: number): RespondentBand {
  if (people >= 50) return '50+';
  if (people >= 20) return '20-49';
  return people >= 10 ? '10-19' : '5-9';
}
