import type { SteppedFigure } from './figure-range.ts';
import type { Instrument } from './instrument.ts';
import { type RespondentBand, TYPICAL_PEOPLE } from './respondent-band.ts';
import { SCALES, type Scale } from './scale.ts';

/** How many differences from week to week the planning SD counts for. */
const PLANNING_WEIGHT = 12;
/**
 * A difference between neighbouring weeks carries two thirds of the information of an independent deviation (von
 * Neumann et al., 1941).
 */
const DIFFERENCE_WEIGHT = 2 / 3;
/**
 * The share of the planning SD that remains between one week's figure and the next, because mostly the same people
 * answer; lower for the total, because it is the mean of three answers. By simulation
 * (test/measurement/change.test.ts).
 */
const LEFT_OF_PLANNING_SD = { scale: 0.56, total: 0.45 } as const;

/**
 * The variance of a figure around its level: how far it goes up and down from week to week without anything having
 * changed. From what is published only: half the mean squared difference between neighbouring weeks, shrunk towards what
 * is planned for,
 *
 *   (w0 · planned + w · own) / (w0 + w),  own = Σ (x(t) − x(t−1))² / 2k,  planned = (c · SD)² / n
 *
 * with k differences, w = DIFFERENCE_WEIGHT · k, w0 = PLANNING_WEIGHT, SD the planning SD of the instrument file, c what is
 * left of it, and n what the band of people stands for. Differences between neighbours hardly feel a lasting change.
 * Source: von Neumann, Kent, Bellinson & Hart (1941), Annals of Mathematical Statistics 12, 153-162.
 * @param figures oldest first, the last one included
 */
export function weeklyVariance(figures: readonly SteppedFigure[], planned: number): number {
  let own = 0;
  let earlier: number | null = null;
  for (const { mean } of figures) {
    if (earlier !== null) own += (mean - earlier) ** 2 / 2;
    earlier = mean;
  }
  const differences = Math.max(0, figures.length - 1);
  return (PLANNING_WEIGHT * planned + DIFFERENCE_WEIGHT * own) / (PLANNING_WEIGHT + DIFFERENCE_WEIGHT * differences);
}

/** The variance that weeklyVariance starts from. The planning SD of the total is the mean of the three. */
export function plannedVariance(instrument: Instrument, figure: Scale | 'total', respondents: RespondentBand): number {
  const sd =
    figure === 'total'
      ? (LEFT_OF_PLANNING_SD.total * SCALES.reduce((sum, scale) => sum + instrument.planningSd[scale], 0)) /
        SCALES.length
      : LEFT_OF_PLANNING_SD.scale * instrument.planningSd[figure];
  return sd ** 2 / TYPICAL_PEOPLE[respondents];
}

/** The variance that rounding adds to a figure: that of a uniform distribution over its step. */
export function roundingVariance({ step }: Pick<SteppedFigure, 'step'>): number {
  return step ** 2 / 12;
}
