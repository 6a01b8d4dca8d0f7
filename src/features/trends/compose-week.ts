import type { View } from '../../chat/view.ts';
import { parsePublishedWeek } from '../../measurement/disclosure/week.ts';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import type { TrendStore } from './store.ts';
import { trendTexts } from './texts.ts';
import { CHART_WEEKS, describeWeeks, partnershipOf } from './week-chart.ts';
import { weekView } from './week-view.ts';

interface WeekContext {
  readonly store: TrendStore;
  /** The address of a week's picture; null when Polsslag has no public address. */
  readonly pictureUrl: ((week: string, language: string) => string) | null;
}

/** Composes the weekly post; null for a week that was never frozen. */
export async function composeWeek(
  { store, pictureUrl }: WeekContext,
  week: string,
  language: string,
): Promise<View | null> {
  const weeks = await chartWeeks(store, week);
  const last = weeks.at(-1);
  if (!last || last.week !== week) return null;
  // Without figures, as in the first weeks, an empty chart would be useless.
  const hasChart = weeks.some((each) => partnershipOf(each) !== null);
  const picture =
    pictureUrl && hasChart
      ? {
          url: pictureUrl(week, language),
          title: trendTexts(language).chartTitle(weeks.length),
          alt: describeWeeks(weeks, language),
        }
      : null;
  return weekView(last, language, picture);
}

/** Whether the post of a week shows any figures. */
export async function hasFigures(store: TrendStore, week: string): Promise<boolean> {
  return (await store.publishedUpTo(week, 1)).some(({ body }) => partnershipOf(parsePublishedWeek(body)) !== null);
}

/** The weeks that the chart of a week shows, oldest first. */
export async function chartWeeks(store: TrendStore, week: string): Promise<readonly PublishedWeek[]> {
  return (await store.publishedUpTo(week, CHART_WEEKS)).map(({ body }) => parsePublishedWeek(body));
}
