import type { PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { trendTexts } from './texts.ts';
import { partnershipOf } from './week-view.ts';

/* Apart from the drawing itself, whose libraries take seconds to load. */

/** How many weeks the chart shows. */
export const CHART_WEEKS = 12;

const ONE_DECIMAL = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** What the chart shows, in words. */
export function describeWeeks(weeks: readonly PublishedWeek[], language: string): string {
  const lines = seriesOf(weeks, language).map(({ name, values }) => {
    const points = values.flatMap((value, index) => {
      const week = weeks[index];
      return value === null || !week
        ? []
        : [`${commonTexts(language).weekOf(week.week)} ${value.toLocaleString(language, ONE_DECIMAL)}`];
    });
    return `${name}: ${points.join(', ')}.`;
  });
  return trendTexts(language).chartAlt(lines);
}

/** The lines of the chart. */
export function seriesOf(
  weeks: readonly PublishedWeek[],
  language: string,
): { name: string; values: (number | null)[] }[] {
  const texts = commonTexts(language);
  const scopes = weeks.map(partnershipOf);
  return [
    { name: texts.total, values: scopes.map((scope) => scope?.total.mean ?? null) },
    ...SCALES.map((scale) => ({
      name: texts.scales[scale],
      values: scopes.map((scope) => scope?.[scale].mean ?? null),
    })),
  ];
}
