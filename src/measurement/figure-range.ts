import { roundToTenth } from './tenths.ts';

/** A figure with its precision: the true value, limited to 0 to 6, lies within mean ± step/2. */
export interface SteppedFigure {
  /** On the scale from 0 to 6. */
  readonly mean: number;
  readonly step: number;
}

/** A figure with a larger step is written and drawn as a range, because its middle would look exact. */
const COARSE_ABOVE = 0.3;

/** Whether a figure is written and drawn as a range. */
export function isCoarse({ step }: Pick<SteppedFigure, 'step'>): boolean {
  return step > COARSE_ABOVE + 1e-9;
}

/** The range in which a figure lies, within 0 to 6. */
export function rangeOf({ mean, step }: SteppedFigure): readonly [low: number, high: number] {
  return [Math.max(0, roundToTenth(mean - step / 2)), Math.min(6, roundToTenth(mean + step / 2))];
}

/**
 * The range in which a figure of any scale lies, and the text beside its mark: for a coarse figure its range, because
 * its middle would look exact.
 * @param write formats a number with one decimal
 */
export function markOf({ mean, step }: SteppedFigure, write: (value: number) => string) {
  const half = isCoarse({ step }) ? step / 2 : 0;
  const range: [low: number, high: number] = [mean - half, mean + half];
  return { range, figure: half > 0 ? range.map(write).join('–') : write(mean) };
}
