import type { Disclosed } from './disclosed.ts';
import type { RespondentBand } from './respondent-band.ts';
import type { Scale } from './scale.ts';

/** Below and above, alpha is not told more exactly: all low ones are read alike, and all high ones. */
export const ALPHA_TOLD = [0.5, 0.95] as const;

/** How well the items of each scale hang together, as people may see it. */
export interface PublishedMethod extends Disclosed {
  /** Cronbach's alpha to two decimals; what lies outside ALPHA_TOLD is told as its end. */
  readonly alpha: Readonly<Record<Scale, number>>;
  /** Complete cycles, rounded down to tens. */
  readonly cycles: number;
  readonly teachers: RespondentBand;
}
