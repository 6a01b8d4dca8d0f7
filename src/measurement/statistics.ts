import type { Scale } from './scale.ts';

/** The fewest complete cycles, and fewest teachers who made them, for showing a reliability. */
export const ALPHA_NEEDS = { cycles: 30, teachers: 10 };

/** Sample variances over cycles. */
interface Variances {
  /** Of the answers to each item of a scale. */
  readonly items: readonly number[];
  /** Of the sums of a cycle's answers on that scale. */
  readonly sum: number;
}

/** A summary of complete cycles, computed in the database so that no answer leaves it. */
export interface CycleSummary {
  /** Cycles in which one teacher answered all nine items in three check-ins. */
  readonly cycles: number;
  /** Teachers who made them. */
  readonly teachers: number;
  /** Cycles of the two teachers who made most. */
  readonly ofTwo: number;
  /** Null when there are fewer than two cycles. */
  readonly scales: Readonly<Record<Scale, Variances>> | null;
}

/**
 * Computes Cronbach's alpha for each scale over complete cycles of three check-ins. Null with fewer cycles or teachers
 * than ALPHA_NEEDS, and for a scale on which the sums do not differ. Its limits: it does not show that a scale measures
 * the right thing; it rises with the number of items; it assumes that items have equal weight (tau-equivalence) and is
 * too low when they do not. Here the three answers are two weeks apart, or more around a holiday, which lowers it, and
 * a teacher counts once for each cycle, so that cycles are not independent.
 */
export function reliabilityOf(summary: CycleSummary): Readonly<Record<Scale, number | null>> | null {
  const { cycles, teachers, scales } = summary;
  if (cycles < ALPHA_NEEDS.cycles || teachers < ALPHA_NEEDS.teachers || scales === null) return null;
  return {
    vigour: cronbachAlpha(scales.vigour),
    dedication: cronbachAlpha(scales.dedication),
    absorption: cronbachAlpha(scales.absorption),
  };
}

/**
 * alpha = k / (k − 1) · (1 − Σ var(item) / var(sum)), with k items; null when the sums do not differ.
 * Source: Cronbach (1951), Psychometrika 16, 297-334.
 */
export function cronbachAlpha({ items, sum }: Variances): number | null {
  const k = items.length;
  if (k < 2 || !(sum > 0)) return null;
  return (k / (k - 1)) * (1 - items.reduce((total, each) => total + each, 0) / sum);
}

type AlphaReading = 'good' | 'enough' | 'little';

/** How an alpha is usually read. Source: Nunnally & Bernstein (1994), Psychometric Theory: 0.70 and 0.80. */
export function readAlpha(alpha: number): AlphaReading {
  if (alpha >= 0.8) return 'good';
  return alpha >= 0.7 ? 'enough' : 'little';
}
