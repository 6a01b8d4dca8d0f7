import { daysAfter } from '../../calendar/day.ts';
import type { ClosedSchools } from '../../calendar/store.ts';
import type { ChartPoint } from '../../chart/chart.ts';
import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import { mondayOf, nextWeek } from '../../measurement/iso-week.ts';
import type { PublishedFigure, PublishedScope, PublishedWeek } from '../../measurement/published-week.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';

/* What the picture shows, apart from the drawing itself, whose libraries take seconds to load. */

type Published = Extract<PublishedScope, { published: true }>;

/** A calendar week of the picture. */
interface Slot {
  readonly week: string;
  /** All circles together; null when nothing was shown. */
  readonly partnership: Published | null;
  /** Whether it was published; what lies between has no figures. */
  readonly isPublished: boolean;
}

interface Line {
  readonly name: string;
  /** For every week of the picture. */
  readonly points: (ChartPoint | null)[];
}

/** Every calendar week from the first to the last of these, which are in order: what lies between takes its own room. */
export function timelineOf(weeks: readonly PublishedWeek[]): Slot[] {
  const slots: Slot[] = [];
  for (const published of weeks) {
    const before = slots.at(-1);
    for (let week = before && nextWeek(before.week); week && week < published.week; week = nextWeek(week)) {
      slots.push({ week, partnership: null, isPublished: false });
    }
    slots.push({ week: published.week, partnership: partnershipOf(published), isPublished: true });
  }
  return slots;
}

/** From which week on the total was told to be different. */
interface Turn {
  /** Its place among the weeks of the picture. */
  readonly slot: number;
  readonly direction: 'up' | 'down';
}

/**
 * Where the total turned, as the posts said: of weeks in a row that tell the same, the last one knows best since when. What began
 * before the first week of the picture is not in it.
 */
export function turnsOf(slots: readonly Slot[]): Turn[] {
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
export function linesOf(slots: readonly Slot[], language: string): Line[] {
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

function pointOf(figure: PublishedFigure): ChartPoint {
  return { mean: figure.mean, range: isCoarse(figure) ? [...rangeOf(figure)] : null };
}

/** Of each week whether nobody was asked, for a school was closed. Schools are on holiday for whole weeks: its Wednesday tells. */
export function restsOf(slots: readonly Slot[], isClosed: ClosedSchools): boolean[] {
  return slots.map(({ week, isPublished }) => !isPublished && isClosed(daysAfter(mondayOf(week), 2)));
}
