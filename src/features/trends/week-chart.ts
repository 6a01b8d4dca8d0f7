import { daysAfter } from '../../calendar/day.ts';
import type { ClosedSchools } from '../../calendar/store.ts';
import type { Chart } from '../../chart/chart.ts';
import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import { mondayOf, nextWeek } from '../../measurement/iso-week.ts';
import type { PublishedFigure, PublishedScope, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { trendTexts } from './texts.ts';

/* What the picture of weeks shows and says, apart from the drawing itself, whose libraries take seconds to load. */

/** How many weeks the chart shows. */
export const CHART_WEEKS = 12;

type Published = Extract<PublishedScope, { published: true }>;

/** A calendar week of the picture. */
interface ChartWeek {
  readonly week: string;
  /** All circles together; null when nothing was shown. */
  readonly partnership: Published | null;
  /** Whether it was published; what lies between has no figures. */
  readonly isPublished: boolean;
}

interface Line {
  readonly name: string;
  /** For every week of the picture. */
  readonly points: Chart['lines'][number]['points'];
}

/** From which week on the total was told to be different. */
interface Turn {
  /** Its place among the weeks of the picture. */
  readonly slot: number;
  readonly direction: 'up' | 'down';
}

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
    resting: { weeks: restingWeeks(slots, isClosed), name: texts.holiday },
    turns: turnsOf(slots).map(({ slot, direction }) => ({ week: slot, name: texts.turn[direction] })),
  };
}

function asPair(interval: readonly [number, number] | null): [number, number] | null {
  return interval && [...interval];
}

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

/** Every calendar week from the first to the last of these, which are in order: what lies between takes its own room. */
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
 * Where the total turned, as the posts said: of weeks in a row that tell the same, the last one knows best since when. What began
 * before the first week of the picture is not in it.
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

/** The total, and each scale. */
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

/** For each week whether nobody was asked because schools were closed. Schools are on holiday for whole weeks: its Wednesday tells. */
function restingWeeks(slots: readonly ChartWeek[], isClosed: ClosedSchools): boolean[] {
  return slots.map(({ week, isPublished }) => !isPublished && isClosed(daysAfter(mondayOf(week), 2)));
}
