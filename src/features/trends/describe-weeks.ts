import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import type { PublishedFigure, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { trendTexts } from './texts.ts';
import { partnershipOf } from './week-view.ts';

/* Apart from the drawing itself, whose libraries take seconds to load. */

/** How many weeks the chart shows. */
export const CHART_WEEKS = 12;

/** One line of the chart: a figure each week, null where none was published. */
export interface Series {
  readonly name: string;
  readonly figures: readonly (PublishedFigure | null)[];
}

/** What the chart shows, in words: a coarse figure as the range that it stands for. */
export function describeWeeks(weeks: readonly PublishedWeek[], language: string): string {
  const texts = { ...commonTexts(language), ...trendTexts(language) };
  const lines = seriesOf(weeks, language).map(({ name, figures }) => {
    const points = weeks.flatMap(({ week }, index) => {
      const figure = figures[index];
      if (!figure) return [];
      const told = isCoarse(figure) ? texts.coarse(...rangeOf(figure)) : texts.figure(figure.mean, null);
      return [`${texts.weekOf(week)} ${told}`];
    });
    return `${name}: ${points.join(', ')}.`;
  });
  return texts.chartAlt(lines);
}

/** The lines of the chart. */
export function seriesOf(weeks: readonly PublishedWeek[], language: string): Series[] {
  const texts = commonTexts(language);
  const scopes = weeks.map(partnershipOf);
  return [
    { name: texts.total, figures: scopes.map((scope) => scope?.total ?? null) },
    ...SCALES.map((scale) => ({
      name: texts.scales[scale],
      figures: scopes.map((scope) => scope?.[scale] ?? null),
    })),
  ];
}
