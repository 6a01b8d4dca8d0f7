import { roundToTenth } from './tenths.ts';

/** A figure as a range: the true one, held within 0 to 6, lies within mean ± step/2. */
export interface SteppedFigure {
  /** On the scale from 0 to 6. */
  readonly mean: number;
  readonly step: number;
}

/** From here on a figure is said and drawn as a range, because its middle would look exact. */
const COARSE_ABOVE = 0.3;

export function isCoarse({ step }: Pick<SteppedFigure, 'step'>): boolean {
  return step > COARSE_ABOVE + 1e-9;
}

/** From where to where a figure can lie, within 0 to 6. */
export function rangeOf({ mean, step }: SteppedFigure): readonly [low: number, high: number] {
  return [Math.max(0, roundToTenth(mean - step / 2)), Math.min(6, roundToTenth(mean + step / 2))];
}
