import type { PublishedWeek } from '../../measurement/published-week.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { linesOf, timelineOf, turnsOf } from './chart-lines.ts';
import { trendTexts } from './texts.ts';

/** How many weeks the chart shows. */
export const CHART_WEEKS = 12;

/** What the chart shows, in words: a coarse figure as the range that it stands for. */
export function describeWeeks(weeks: readonly PublishedWeek[], language: string): string {
  const texts = { ...commonTexts(language), ...trendTexts(language) };
  const slots = timelineOf(weeks);
  const lines = linesOf(slots, language).map(({ name, points }) => {
    const told = slots.flatMap(({ week }, index) => {
      const point = points[index];
      if (!point) return [];
      return [`${texts.weekOf(week)} ${point.range ? texts.coarse(...point.range) : texts.figure(point.mean)}`];
    });
    return `${name}: ${told.join(', ')}.`;
  });
  const turns = turnsOf(slots).map(({ slot, direction }) => texts.turnAlt(slots[slot]?.week ?? '', direction));
  return texts.chartAlt([...turns, ...lines]);
}
