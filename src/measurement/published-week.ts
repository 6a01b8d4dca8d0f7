import type { Change } from './change.ts';
import type { Disclosed } from './disclosed.ts';
import type { SteppedFigure } from './figure-range.ts';
import type { RespondentBand } from './respondent-band.ts';
import type { Scale } from './scale.ts';

/** A figure in its published format, before it is marked as disclosed. */
export interface FigureShape extends SteppedFigure {
  /** The interval in which the mean of all participants is likely to lie, from 0 to 6. */
  readonly interval: readonly [low: number, high: number] | null;
  /** The change against earlier published weeks of the same group; null while there are too few. */
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
 * A published figure: the true value, limited to 0 to 6, lies within mean ± step/2. The partnership's figure is by
 * definition made from those of its cells, weighted by the typical size of their bands (see combine.ts).
 */
export type PublishedFigure = FigureShape & Disclosed;

export type PublishedScope = ScopeShape<PublishedFigure>;

/** A week as people may see it. */
export interface PublishedWeek extends Disclosed {
  readonly week: string;
  readonly scopes: readonly PublishedScope[];
}
