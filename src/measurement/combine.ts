import type { SteppedFigure } from './figure-range.ts';
import { type RespondentBand, TYPICAL_PEOPLE } from './respondent-band.ts';
import { SCALES, type Scale } from './scale.ts';
import { ceilToTenth } from './tenths.ts';

/** The figures that may be shown of a group. */
export interface ScopeFigures {
  readonly respondents: RespondentBand;
  readonly scales: Readonly<Record<Scale, SteppedFigure>>;
  readonly total: SteppedFigure;
}

/** The possible precisions of a figure of several cells. */
const HEADLINE_STEPS = [0.1, 0.2, 0.3, 0.5, 1, 2, 3, 4, 6];
/** Rounds means far below any visible digit, to keep floating-point noise out of the published text. */
const DIGITS = 1e9;

/** Adds the total of one cell: the mean of its three published scales, and of their steps. */
export function withTotal(respondents: RespondentBand, scales: Readonly<Record<Scale, SteppedFigure>>): ScopeFigures {
  const figures = SCALES.map((scale) => scales[scale]);
  return { respondents, scales, total: { mean: meanOf(figures), step: ceilToTenth(meanStep(figures)) } };
}

/**
 * The figures of the whole partnership. A scale is the mean of the cells' published means, weighted by the typical size
 * of each cell's band (TYPICAL_PEOPLE), and so is its step. The total is the mean of the three scales, and so is its
 * step. A step is then rounded up to one of HEADLINE_STEPS. Only published figures are used, so it reveals nothing
 * beyond them: neither an answer nor a number of people.
 * @param respondents the band of all cells together
 */
export function combineCells(cells: readonly ScopeFigures[], respondents: RespondentBand): ScopeFigures | null {
  const [only] = cells;
  if (only === undefined || cells.length === 1) return only ?? null;
  const exact = (scale: Scale) => weighted(cells.map((cell) => ({ ...cell, figure: cell.scales[scale] })));
  const scales = { vigour: exact('vigour'), dedication: exact('dedication'), absorption: exact('absorption') };
  const figures = SCALES.map((scale) => scales[scale]);
  return {
    respondents,
    scales: {
      vigour: stepUp(scales.vigour),
      dedication: stepUp(scales.dedication),
      absorption: stepUp(scales.absorption),
    },
    total: stepUp({ mean: meanOf(figures), step: meanStep(figures) }),
  };
}

function weighted(cells: readonly { respondents: RespondentBand; figure: SteppedFigure }[]): SteppedFigure {
  const total = (value: (figure: SteppedFigure) => number) =>
    cells.reduce((sum, { respondents, figure }) => sum + TYPICAL_PEOPLE[respondents] * value(figure), 0);
  const people = total(() => 1);
  return {
    mean: Math.round((total(({ mean }) => mean) / people) * DIGITS) / DIGITS,
    step: total(({ step }) => step) / people,
  };
}

function stepUp({ mean, step }: SteppedFigure): SteppedFigure {
  return { mean, step: HEADLINE_STEPS.find((each) => each >= step - 1e-9) ?? 6 };
}

function meanOf(figures: readonly SteppedFigure[]): number {
  return Math.round((figures.reduce((sum, { mean }) => sum + mean, 0) / figures.length) * DIGITS) / DIGITS;
}

function meanStep(figures: readonly SteppedFigure[]): number {
  return figures.reduce((sum, { step }) => sum + step, 0) / figures.length;
}
