import type { SteppedFigure } from './figure-range.ts';
import { previousWeek } from './iso-week.ts';
import { roundingVariance } from './weekly-spread.ts';

/** A figure published for a week. */
interface PastFigure extends SteppedFigure {
  /** ISO week. */
  readonly week: string;
}

export interface Change {
  readonly direction: 'up' | 'down' | 'stable';
  /** The ISO week of the change; null when it is stable. */
  readonly since: string | null;
  /** The first ISO week that it is compared with; null in weeks published before this was recorded. */
  readonly against: string | null;
  /** The last of those weeks, when no figure was published in the week before `since`, as in a holiday. */
  readonly until?: string | undefined;
}

/**
 * The last three weeks, in which everybody gets each of the nine items once, are compared with up to nine before them.
 */
const RECENT = 3;
const BEFORE = 9;
/** How many figures the comparison uses. */
export const COMPARED_FIGURES = RECENT + BEFORE;
/** The fewest earlier weeks for a comparison. */
const FEWEST_BEFORE = 3;
/**
 * The smallest difference that counts as a change, in standard deviations. By simulation
 * (test/measurement/change.test.ts) there is less than one false change in a school year of 40 weeks. It is stricter
 * for the scales, because there are three of them and they vary more.
 */
const MIN_SDS = { total: 2.5, scale: 3.2 } as const;

/**
 * Whether the last three published figures are higher or lower than up to nine before them, by a z-test of two means: z
 * = (recent − before) / √(V/3 + V/b + rounding), with V the variance from week to week and b the number of earlier
 * weeks. It uses published figures only, so it reveals nothing new. Null with fewer than six figures. `since` is the
 * division of all the figures with the largest difference in the same terms: the likeliest moment of a single step.
 * @param figures oldest first, including the last one
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

/** The difference between the figures from `start` on and those before, in standard deviations. */
function differenceAt(figures: readonly PastFigure[], start: number, variance: number): number {
  const before = meanOf(figures, 0, start, variance);
  const after = meanOf(figures, start, figures.length, variance);
  return (after.mean - before.mean) / Math.sqrt(after.variance + before.variance);
}

/** The mean of some figures, and the variance of that mean. */
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
