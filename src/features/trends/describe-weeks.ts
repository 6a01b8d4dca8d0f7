import type { PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { textsFor } from '../../text/texts.ts';
import { partnershipOf } from './week-view.ts';

/* Apart from the drawing itself, whose libraries take seconds to load. */

/** How many weeks the chart shows. */
export const CHART_WEEKS = 12;

const ONE_DECIMAL = { minimumFractionDigits: 1, maximumFractionDigits: 1 };

/** What the chart shows, in words. */
export function describeWeeks(weeks: readonly PublishedWeek[], language: string): string {
  const texts = textsFor(language);
  const lines = seriesOf(weeks, language).map(({ name, values }) => {
    const points = values.flatMap((value, index) => {
      const week = weeks[index];
      return value === null || !week
        ? []
        : [`${texts.own.weekOf(week.week)} ${value.toLocaleString(language, ONE_DECIMAL)}`];
    });
    return `${name}: ${points.join(', ')}.`;
  });
  return texts.trend.chartAlt(lines);
}

/** The lines of the chart. */
export function seriesOf(
  weeks: readonly PublishedWeek[],
  language: string,
): { name: string; values: (number | null)[] }[] {
  const texts = textsFor(language).trend;
  const scopes = weeks.map(partnershipOf);
  return [
    { name: texts.total, values: scopes.map((scope) => scope?.total.mean ?? null) },
    ...SCALES.map((scale) => ({
      name: texts.scales[scale],
      values: scopes.map((scope) => scope?.[scale].mean ?? null),
    })),
  ];
}
