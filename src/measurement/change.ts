import type { SteppedFigure } from './figure-range.ts';
import { previousWeek } from './iso-week.ts';
import { roundingVariance } from './weekly-spread.ts';

/** A figure as it was published in a week. */
interface PastFigure extends SteppedFigure {
  /** ISO week. */
  readonly week: string;
}

export interface Change {
  readonly direction: 'up' | 'down' | 'stable';
  /** The ISO week from which on it is different; null when it is stable. */
  readonly since: string | null;
  /** The first ISO week of those that it is compared with; null in weeks that were frozen before this was told. */
  readonly against: string | null;
  /** The last of those, where none was published in the week before `since`: in a holiday nobody is asked. */
  readonly until?: string | undefined;
}

/** One round of the nine items: within it everybody is asked each of them. */
const RECENT = 3;
const BEFORE = 9;
/** As many figures as are looked at. */
export const COMPARED_FIGURES = RECENT + BEFORE;
/** Fewest weeks to compare with. */
const FEWEST_BEFORE = 3;
/**
 * From so many SDs on a difference is told. By simulation (test/measurement/change.test.ts): less than one false flag in a
 * school year of 40 weeks. Stricter for the scales, of which there are three and which waver more.
 */
const MIN_SDS = { total: 2.5, scale: 3.2 } as const;

/**
 * Whether the last three published figures are higher or lower than the nine before them: a z-test of two means,
 * z = (recent − before) / √(V/3 + V/b + rounding), with V the variance from week to week and b the number before.
 * It is made of published figures only, so that it tells nothing that they do not. Null while there are fewer than six.
 *
 * Since when: the division of all of them that differs most in the same terms, the likeliest one for a single step.
 * @param figures oldest first, the last one included
 */
export function changeOf(figures: readonly PastFigure[], variance: number, figure: 'total' | 'scale'): Change | null {
  const compared = figures.slice(-COMPARED_FIGURES);
  const before = compared.length - RECENT;
  if (before < FEWEST_BEFORE) return null;
  const against = compared[0]?.week ?? null;
  const z = differenceAt(compared, before, variance);
  if (Math.abs(z) <= MIN_SDS[figure]) return { direction: 'stable', since: null, against };
  const sign = Math.sign(z);
  const starts = compared.map((_, start) => start).slice(1);
  const strongest = starts.reduce((best, start) =>
    sign * differenceAt(compared, start, variance) > sign * differenceAt(compared, best, variance) ? start : best,
  );
  const [until, since] = [compared[strongest - 1]?.week, compared[strongest]?.week ?? null];
  const gap = since === null || until === previousWeek(since) ? {} : { until };
  return { direction: sign > 0 ? 'up' : 'down', since, against, ...gap };
}

/** How much higher the figures from `start` on are than those before, in SDs. */
function differenceAt(figures: readonly PastFigure[], start: number, variance: number): number {
  const before = meanOf(figures, 0, start, variance);
  const after = meanOf(figures, start, figures.length, variance);
  return (after.mean - before.mean) / Math.sqrt(after.variance + before.variance);
}

/** The mean of some figures, and the variance of that. */
function meanOf(figures: readonly PastFigure[], from: number, to: number, variance: number) {
  let sum = 0;
  let rounding = 0;
  for (const figure of figures.slice(from, to)) {
    sum += figure.mean;
    rounding += roundingVariance(figure);
  }
  const count = to - from;
  return { mean: sum / count, variance: variance / count + rounding / count ** 2 };
}
