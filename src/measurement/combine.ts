import type { GatedFigure } from './gate.ts';
import { SCALES, type Scale } from './scale.ts';

/** What may be shown of some people. */
export interface CellFigures {
  /** How many answered on every scale. */
  readonly respondents: number;
  readonly scales: Readonly<Record<Scale, GatedFigure & { readonly people: number }>>;
}

/**
 * The partnership: mean of the cells' published means weighted by people, to the nearest 0.1, with the coarsest of their
 * steps. Made of published figures only, so that it tells nothing that the cells do not tell; rounded, because an exact
 * mean of known figures would tell the exact numbers of people. Null when nothing is published.
 */
export function combineCells(cells: readonly CellFigures[]): CellFigures | null {
  const [only] = cells;
  if (only === undefined || cells.length === 1) return only ?? null;
  const combine = (scale: Scale) => {
    const figures = cells.map((cell) => cell.scales[scale]);
    const people = figures.reduce((sum, figure) => sum + figure.people, 0);
    const mean = figures.reduce((sum, figure) => sum + figure.mean * figure.people, 0) / people;
    return { mean: Math.round(mean * 10) / 10, step: coarsest(figures), people };
  };
  return {
    respondents: cells.reduce((sum, cell) => sum + cell.respondents, 0),
    scales: { vigour: combine('vigour'), dedication: combine('dedication'), absorption: combine('absorption') },
  };
}

/**
 * The total: mean of the three published scale means, not rounded again (it holds nothing that they do not),
 * so that the true total lies within half of the coarsest step.
 */
export function meanOfScales(scales: Readonly<Record<Scale, GatedFigure>>): GatedFigure {
  const figures = SCALES.map((scale) => scales[scale]);
  const mean = figures.reduce((sum, figure) => sum + figure.mean, 0) / figures.length;
  // Nine decimals keep the noise of binary fractions out of the frozen text.
  return { mean: Math.round(mean * 1e9) / 1e9, step: coarsest(figures) };
}

function coarsest(figures: readonly GatedFigure[]): GatedFigure['step'] {
  return figures.reduce((step: GatedFigure['step'], figure) => (figure.step > step ? figure.step : step), 0.1);
}
