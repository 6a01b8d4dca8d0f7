import { daysAfter } from '../../calendar/day.ts';
import type { ClosedSchools } from '../../calendar/store.ts';
import type { Chart } from '../../chart/chart.ts';
import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import { mondayOf, nextWeek } from '../../measurement/iso-week.ts';
import type { PublishedFigure, PublishedScope, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { trendTexts } from './texts.ts';

/** What the chart of weeks shows, in a file without the drawing libraries, which take seconds to load. */

/** How many weeks the chart shows. */
export const CHART_WEEKS = 12;

type Published = Extract<PublishedScope, { published: true }>;

/** A calendar week of the chart. */
interface ChartWeek {
  readonly week: string;
  /** The figures of all circles together; null when there are none. */
  readonly partnership: Published | null;
  /** Whether the week was published; weeks between published ones have no figures. */
  readonly isPublished: boolean;
}

interface Line {
  readonly name: string;
  /** A point for every week of the chart. */
  readonly points: Chart['lines'][number]['points'];
}

/** A week from which the total was reported as changed. */
interface Turn {
  /** Its index among the weeks of the chart. */
  readonly slot: number;
  readonly direction: 'up' | 'down';
}

/**
 * The partnership's total and scales over the weeks, oldest first. A figure that is a range is drawn as a bar, and a
 * week without figures as a gap.
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
    resting: { weeks: restingWeeks(slots, isClosed), name: texts.holiday },
    turns: turnsOf(slots).map(({ slot, direction }) => ({ week: slot, name: texts.turn[direction] })),
  };
}

function asPair(interval: readonly [number, number] | null): [number, number] | null {
  return interval && [...interval];
}

/** What the chart shows, in words; a coarse figure is given as its range. */
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

/** Every calendar week from the first to the last of these (in order), including weeks without figures. */
function timelineOf(weeks: readonly PublishedWeek[]): ChartWeek[] {
  const slots: ChartWeek[] = [];
  for (const published of weeks) {
    const before = slots.at(-1);
    for (let week = before && nextWeek(before.week); week && week < published.week; week = nextWeek(week)) {
      slots.push({ week, partnership: null, isPublished: false });
    }
    slots.push({ week: published.week, partnership: partnershipOf(published), isPublished: true });
  }
  return slots;
}

/**
 * Where the total changed, as the posts said. When consecutive weeks report the same change, the last one is best
 * informed about when it began. A change from before the first week of the chart is not drawn.
 */
function turnsOf(slots: readonly ChartWeek[]): Turn[] {
  const turns: { since: string | null; direction: 'up' | 'down' }[] = [];
  let before: 'up' | 'down' | 'stable' | null = null;
  for (const { partnership } of slots) {
    if (!partnership) continue;
    const { change } = partnership.total;
    if (change && change.direction !== 'stable') {
      if (change.direction === before) turns.pop();
      turns.push({ since: change.since, direction: change.direction });
    }
    before = change?.direction ?? null;
  }
  return turns.flatMap(({ since, direction }) => {
    const slot = slots.findIndex(({ week }) => week === since);
    return slot > 0 ? [{ slot, direction }] : [];
  });
}

/** A line for the total, and one for each scale. */
function linesOf(slots: readonly ChartWeek[], language: string): Line[] {
  const texts = commonTexts(language);
  const line = (name: string, of: (scope: Published) => PublishedFigure): Line => ({
    name,
    points: slots.map(({ partnership }) => partnership && pointOf(of(partnership))),
  });
  return [
    line(texts.total, ({ total }) => total),
    ...SCALES.map((scale) => line(texts.scales[scale], (scope) => scope[scale])),
  ];
}

/** The partnership's figures of a week, when they were published. */
export function partnershipOf(week: PublishedWeek): Published | null {
  const scope = week.scopes.find((candidate) => candidate.scope === 'partnership');
  return scope?.published ? scope : null;
}

function pointOf(figure: PublishedFigure): Chart['lines'][number]['points'][number] {
  return { mean: figure.mean, range: isCoarse(figure) ? [...rangeOf(figure)] : null };
}

/**
 * For each week, whether nobody was asked because schools were closed. Holidays last whole weeks, so that Wednesday
 * decides.
 */
function restingWeeks(slots: readonly ChartWeek[], isClosed: ClosedSchools): boolean[] {
  return slots.map(({ week, isPublished }) => !isPublished && isClosed(daysAfter(mondayOf(week), 2)));
}
