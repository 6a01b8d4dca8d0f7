import type { ClosedSchools } from '../../calendar/store.ts';
import type { Chart } from '../../chart/chart.ts';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { linesOf, restsOf, timelineOf, turnsOf } from './chart-lines.ts';
import { trendTexts } from './texts.ts';

/**
 * The partnership's total and scales over the weeks, oldest first. A figure that is told as a range is a bar from end to end, a
 * week without figures a gap.
 * @param isClosed on which days some school is closed
 */
export function weekChart(weeks: readonly PublishedWeek[], language: string, isClosed: ClosedSchools): Chart {
  const texts = { ...commonTexts(language), ...trendTexts(language) };
  const slots = timelineOf(weeks);
  return {
    weekName: texts.chartWeek,
    weeks: slots.map(({ week }) => String(Number(week.slice(6)))),
    steps: [0, 1, 2, 3, 4, 5, 6].map(texts.chartScale),
    lines: linesOf(slots, language).map(({ name, points }) => {
      const last = points.at(-1);
      const figure = last && (last.range ? texts.span(...last.range) : texts.figure(last.mean));
      return { name, figure: figure ?? '', points };
    }),
    connected: false,
    band: slots.map(({ partnership }) => asPair(partnership?.total.interval ?? null)),
    resting: { weeks: restsOf(slots, isClosed), name: texts.holiday },
    turns: turnsOf(slots).map(({ slot, direction }) => ({ week: slot, name: texts.turn[direction] })),
  };
}

function asPair(interval: readonly [number, number] | null): [number, number] | null {
  return interval && [...interval];
}
