import type { Disclosed } from './disclosed.ts';
import type { SteppedFigure } from './figure-range.ts';
import type { ResourceGroup } from './resource-instrument.ts';
import type { RespondentBand } from './respondent-band.ts';

type ResourceShape =
  /** The amount, from 1 to 5, lies within mean ± step/2. */
  | { readonly code: string; readonly figure: SteppedFigure; readonly raters: RespondentBand }
  | { readonly code: string; readonly reason: string };

/** A closed quarter of resources as people may see it: only src/measurement/disclosure/ makes one. */
export interface PublishedResources extends Disclosed {
  /** '2026-Q4' */
  readonly quarter: string;
  /** A ranking for each group: the most available resource first, withheld ones last. */
  readonly groups: readonly { readonly group: ResourceGroup; readonly resources: readonly ResourceShape[] }[];
}
