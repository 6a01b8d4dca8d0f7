import type { Disclosed } from './disclosed.ts';
import type { RespondentBand } from './respondent-band.ts';

type EvaluatedItem =
  /** From 1 to 5, in tenths; the standard deviation of ten or more, in tenths. */
  | { readonly code: string; readonly mean: number; readonly spread: number | null }
  /** Too few said something else than that it does not apply. */
  | { readonly code: string; readonly reason: string };

export type EvaluationShape =
  | {
      readonly campaign: string;
      readonly scope: 'team' | 'supervisor';
      readonly published: true;
      readonly raters: RespondentBand;
      readonly items: readonly EvaluatedItem[];
      /** What was written, each list in an order of its own; null when it waits for the next round. */
      readonly texts: { readonly keep: readonly string[]; readonly change: readonly string[] } | null | 'erased';
    }
  | {
      readonly campaign: string;
      readonly scope: 'team' | 'supervisor';
      readonly published: false;
      readonly reason: string;
      /** What it would have taken; not in what was published at first. */
      readonly fewest?: number | undefined;
      /** How many were invited; told no more: whoever had helped ten, and read of fewer, would know that somebody is left alone. */
      readonly invited?: RespondentBand | undefined;
    };

/** A closed campaign as people may see it: only src/measurement/disclosure/ makes one. */
export type PublishedEvaluation = EvaluationShape & Disclosed;
