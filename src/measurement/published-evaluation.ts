import type { Disclosed } from './disclosed.ts';
import type { RespondentBand } from './respondent-band.ts';

type EvaluatedItem =
  /** The mean from 1 to 5, in tenths; the standard deviation when there are ten or more answers, in tenths. */
  | { readonly code: string; readonly mean: number; readonly spread: number | null }
  /** Too few answered something other than "does not apply". */
  | { readonly code: string; readonly reason: string };

export type EvaluationShape =
  | {
      readonly campaign: string;
      readonly scope: 'team' | 'supervisor';
      readonly published: true;
      readonly raters: RespondentBand;
      readonly items: readonly EvaluatedItem[];
      /** The written texts, each list in its own random order; null when they wait for the next round. */
      readonly texts: { readonly keep: readonly string[]; readonly change: readonly string[] } | null | 'erased';
    }
  | {
      readonly campaign: string;
      readonly scope: 'team' | 'supervisor';
      readonly published: false;
      readonly reason: string;
      /** How many evaluations were needed; missing in older ones. */
      readonly fewest?: number | undefined;
      /**
       * How many were invited. No longer published: a supervisor who had helped ten people and read of fewer would know
       * that somebody was left out.
       */
      readonly invited?: RespondentBand | undefined;
    };

/** A closed campaign as people may see it: only src/measurement/disclosure/ makes one. */
export type PublishedEvaluation = EvaluationShape & Disclosed;
