import type { SteppedFigure } from './figure-range.ts';
import { roundToTenth } from './tenths.ts';
import { roundingVariance } from './weekly-spread.ts';

const Z95 = 1.96;

/**
 * The interval in which the mean of all participants is likely to lie, from 0 to 6 to the nearest 0.1: mean ± 1.96 ·
 * √(variance from week to week + variance of the rounding). By simulation (test/measurement/interval.test.ts) it covers
 * that mean in 93 to 98 % of weeks. Source: normal interval of a mean.
 */
export function intervalOf(figure: SteppedFigure, variance: number): readonly [low: number, high: number] {
  const half = Z95 * Math.sqrt(variance + roundingVariance(figure));
  return [Math.max(0, roundToTenth(figure.mean - half)), Math.min(6, roundToTenth(figure.mean + half))];
}
