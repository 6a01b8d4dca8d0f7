import type { Instrument } from './instrument.ts';
import type { Scale } from './scale.ts';

/** A figure from elsewhere to set beside the group's, on the scale from 0 to 6. */
interface Reference {
  readonly mean: number;
  readonly sd: number;
}

/** The reference for a figure, or null when the instrument file does not say that its norms apply to its wording. */
export function referenceFor(instrument: Instrument, figure: Scale | 'total'): Reference | null {
  return instrument.normsApply ? (instrument.norms?.[figure] ?? null) : null;
}
