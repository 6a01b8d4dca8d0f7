import type { Disclosed } from './disclosed.ts';
import type { SteppedFigure } from './figure-range.ts';
import type { RespondentBand } from './respondent-band.ts';

type InterventionShape =
  | {
      readonly code: string;
      /** The share of the period's visits, in percent. */
      readonly share: number;
      /** The effect, from 1 to 5, lies within mean ± step/2. */
      readonly felt: SteppedFigure;
      /** Null for too few supervisors. */
      readonly expected: SteppedFigure | null;
      readonly raters: RespondentBand;
    }
  | { readonly code: string; readonly reason: string };

/** A closed period as people may see it: only src/measurement/disclosure/ makes one. */
export interface PublishedInterventions extends Disclosed {
  /** '2026-10' */
  readonly period: string;
  /** 'team', or 'own' for a supervisor's own. */
  readonly scope: 'team' | 'own';
  /** Most worthwhile first. */
  readonly interventions: readonly InterventionShape[];
}
