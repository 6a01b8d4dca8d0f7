import type { Change } from './change.ts';
import type { Disclosed } from './disclosed.ts';
import type { SteppedFigure } from './figure-range.ts';
import type { RespondentBand } from './respondent-band.ts';
import type { Scale } from './scale.ts';

/** A figure before it is let out, in the shape that it is published in. */
export interface FigureShape extends SteppedFigure {
  /** Where the mean of all who take part is likely to lie, on the scale from 0 to 6. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Against earlier published weeks of the same scope; null while there are too few. */
  readonly change: Change | null;
}

export type ScopeShape<Figure> =
  | ({
      /** 'partnership', 'circle:<name>' or 'other circles'. */
      readonly scope: string;
      readonly published: true;
      readonly respondents: RespondentBand;
      readonly total: Figure;
    } & Readonly<Record<Scale, Figure>>)
  | { readonly scope: string; readonly published: false; readonly reason: string };

/**
 * A figure as published: the true one, held within 0 to 6, lies within mean ± step/2. The partnership's is by definition
 * made of those of its cells, weighted by what their bands of people stand for (see combine.ts).
 */
export type PublishedFigure = FigureShape & Disclosed;

export type PublishedScope = ScopeShape<PublishedFigure>;

/** A week as people may see it. */
export interface PublishedWeek extends Disclosed {
  readonly week: string;
  readonly scopes: readonly PublishedScope[];
}
