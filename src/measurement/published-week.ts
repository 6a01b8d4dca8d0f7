import type { Scale } from './scale.ts';

/** How many people answered, as it may be shown. */
export const RESPONDENT_BANDS = ['5-9', '10-19', '20-49', '50+'] as const;
export type RespondentBand = (typeof RESPONDENT_BANDS)[number];

/** The finest step (on the scale from 0 to 6) at which a figure gives nobody away. */
export const STEPS = [0.1, 0.5, 2] as const;
export type Step = (typeof STEPS)[number];

export type Change = 'up' | 'down' | 'stable';

declare const disclosed: unique symbol;

/** What src/measurement/disclosure.ts alone can give: this went through it. */
interface Disclosed {
  readonly [disclosed]: true;
}

/** A figure before it is let out, in the shape that it is published in. */
export interface FigureShape {
  readonly mean: number;
  readonly step: Step;
  /** 95 %, [low, high], on the scale from 0 to 6. */
  readonly interval: readonly [number, number] | null;
  /** Against the last published week of the same scope; null when there is none. */
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
 * A figure as published: the true one, held within 0 to 6, lies within mean ± step/2. The partnership's figure is by
 * definition made of published ones, so that what it summarises can be another half step away (see slackOf).
 */
export type PublishedFigure = FigureShape & Disclosed;

export type PublishedScope = ScopeShape<PublishedFigure>;

/**
 * A week as people may see it. Only src/measurement/disclosure.ts makes one (the brand cannot be written elsewhere),
 * and only this type is accepted by what draws, prints or posts figures of a group.
 */
export interface PublishedWeek extends Disclosed {
  readonly week: string;
  readonly scopes: readonly PublishedScope[];
}
