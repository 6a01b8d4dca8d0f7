import type { Instrument } from './instrument.ts';
import type { Change, PublishedFigure } from './published-week.ts';
import type { RespondentBand } from './respondent-band.ts';
import { SCALES, type Scale } from './scale.ts';

const Z95 = 1.96;
const LOWER_EDGE = { '5-9': 5, '10-19': 10, '20-49': 20, '50+': 50 } as const satisfies Record<RespondentBand, number>;

/** What is known about a figure from its publication alone. */
export interface Published {
  /** On the scale from 0 to 6. */
  readonly mean: number;
  /** How far the true figure can be from `mean` by rounding. */
  readonly slack: number;
  readonly respondents: RespondentBand;
}

/**
 * The 95 % interval of a figure on the scale from 0 to 6, rounded outwards to 0.1:
 * mean ± (1.96 · SD / √n + slack), with the planning SD of the instrument file and n the lower edge of the band,
 * so that it tells nothing about this week's spread or exact number. Source: normal interval of a mean of n people.
 */
export function intervalOf({ mean, slack, respondents }: Published, sd: number): readonly [number, number] {
  const half = (Z95 * sd) / Math.sqrt(LOWER_EDGE[respondents]) + slack;
  return [Math.max(0, Math.floor((mean - half) * 10) / 10), Math.min(6, Math.ceil((mean + half) * 10) / 10)];
}

/**
 * 'up' or 'down' when the difference is more than 1.96 · SD · √(1/n + 1/m) plus both slacks, else 'stable'.
 * The weeks are taken as independent; mostly the same people answer, which makes real differences smaller, so that a
 * week in which nothing changed is flagged in fewer than 5 % of cases. Source: z-test of two means, known SD.
 */
export function changeOf(now: Published, before: Published, sd: number): Change {
  const error = Z95 * sd * Math.sqrt(1 / LOWER_EDGE[now.respondents] + 1 / LOWER_EDGE[before.respondents]);
  const difference = now.mean - before.mean;
  if (Math.abs(difference) <= error + now.slack + before.slack) return 'stable';
  return difference > 0 ? 'up' : 'down';
}

/**
 * The planning SD of a figure. Of the total: the mean of the three, which is what it would be if a person's scores on
 * the scales went up and down together; they do so only partly, hence an upper bound.
 */
export function planningSdOf(instrument: Instrument, figure: Scale | 'total'): number {
  if (figure !== 'total') return instrument.planningSd[figure];
  return SCALES.reduce((sum, scale) => sum + instrument.planningSd[scale], 0) / SCALES.length;
}

/**
 * How far the true figure can be from the published mean. A cell's: half its step. The partnership's is made of
 * figures that were rounded already, and is rounded to 0.1 once more, lest it tell the exact numbers of people.
 */
export function slackOf(scope: string, figure: Pick<PublishedFigure, 'step'>): number {
  return figure.step / 2 + (scope === 'partnership' ? 0.05 : 0);
}
