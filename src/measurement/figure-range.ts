import { roundToTenth } from './tenths.ts';

/** A figure as a range: the true one, held within 0 to 6, lies within mean ± step/2. */
export interface SteppedFigure {
  /** On the scale from 0 to 6. */
  readonly mean: number;
  readonly step: number;
}

/** From here on a figure is said and drawn as a range, because its middle would look exact. */
const COARSE_ABOVE = 0.3;

/** Whether it is said and drawn as a range. */
export function isCoarse({ step }: Pick<SteppedFigure, 'step'>): boolean {
  return step > COARSE_ABOVE + 1e-9;
}

/** From where to where a figure can lie, within 0 to 6. */
export function rangeOf({ mean, step }: SteppedFigure): readonly [low: number, high: number] {
  return [Math.max(0, roundToTenth(mean - step / 2)), Math.min(6, roundToTenth(mean + step / 2))];
}

/**
 * From where to where a figure of any scale can lie, and how that stands beside its mark: a coarse one as its range, because its
 * middle would look exact.
 * @param write a number with one decimal
 */
export function markOf({ mean, step }: SteppedFigure, write: (value: number) => string) {
  const half = isCoarse({ step }) ? step / 2 : 0;
  const range: [low: number, high: number] = [mean - half, mean + half];
  return { range, figure: half > 0 ? range.map(write).join('–') : write(mean) };
}
