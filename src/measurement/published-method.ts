import type { Disclosed } from './disclosed.ts';
import type { RespondentBand } from './respondent-band.ts';
import type { Scale } from './scale.ts';

/**
 * Values of alpha below and above these are not shown exactly, because all low ones are read alike, and so are all high
 * ones.
 */
export const ALPHA_TOLD = [0.5, 0.95] as const;

/** The internal consistency of each scale, as it may be shown. */
export interface PublishedMethod extends Disclosed {
  /** Cronbach's alpha to two decimals; values outside ALPHA_TOLD are shown as its ends. */
  readonly alpha: Readonly<Record<Scale, number>>;
  /** Complete cycles, rounded down to tens. */
  readonly cycles: number;
  readonly teachers: RespondentBand;
}
