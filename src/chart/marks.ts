import type { GraphicComponentOption } from 'echarts/components';
import type { Chart } from './chart.ts';

type Mark = NonNullable<Extract<GraphicComponentOption, { elements?: unknown }>['elements']>[number];

/** The area of the plot, in points from the upper left. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface LineColours {
  /** The colour of the line with this index. */
  readonly colourOf: (line: number) => string;
  readonly faint: string;
  readonly resting: string;
}

/** The colours of dark and of faint parts. */
export const INK = '#1f2a44';
export const FAINT = '#5a6478';
/** The font size in points: a picture of 360 points shown at 320 leaves eleven of them. */
export const LETTER = 13;
const LINE_HEIGHT = 16;
const BAR_WIDTH = 3;
const HIGHEST = 6;

/** Everything but the lines: weeks of holiday, ranges, changes, and the names at the ends of lines. */
export function chartMarks({ weeks, lines, resting, turns: told }: Chart, area: Area, look: LineColours): Mark[] {
  const room = (area.right - area.left) / weeks.length;
  const middle = (slot: number) => area.left + (slot + 0.5) * room;
  const height = (value: number) => area.bottom - (value / HIGHEST) * (area.bottom - area.top);

  const holidays = restsOf(resting.weeks).flatMap(([first, last]): Mark[] => {
    const x = area.left + first * room;
    const width = (last - first + 1) * room;
    return [
      {
        type: 'rect',
        z: 0,
        silent: true,
        shape: { x, y: area.top, width, height: area.bottom - area.top },
        style: { fill: look.resting },
      },
      {
        type: 'text',
        x: x + width / 2,
        y: height(1),
        rotation: Math.PI / 2,
        style: { text: resting.name, fill: look.faint, ...fontOf(false), align: 'left', verticalAlign: 'middle' },
      },
    ];
  });

  const bars = lines.flatMap(({ points }, line) =>
    points.flatMap((point, slot): Mark[] => {
      if (!point?.range) return [];
      const [low, high] = point.range;
      // Side by side, because their ends are often equal.
      const x = middle(slot) + (line - (lines.length - 1) / 2) * (BAR_WIDTH + 1);
      const shape = { x: x - BAR_WIDTH / 2, y: height(high), width: BAR_WIDTH, height: height(low) - height(high) };
      return [{ type: 'rect', z: 3, shape, style: { fill: look.colourOf(line) } }];
    }),
  );

  const turns = told.flatMap(({ week, name }): Mark[] => {
    // Between the last week before the change and the first one after it.
    const x = middle(week) - room / 2;
    return [
      {
        type: 'line',
        z: 1,
        silent: true,
        shape: { x1: x, y1: area.top, x2: x, y2: area.bottom },
        style: { stroke: look.faint, lineDash: [3, 3], lineWidth: 1 },
      },
      {
        type: 'text',
        x: x + 4,
        y: area.bottom - LINE_HEIGHT / 2,
        style: {
          text: name,
          fill: look.colourOf(0),
          ...fontOf(true),
          align: 'left',
          verticalAlign: 'middle',
        },
      },
    ];
  });

  return [...holidays, ...bars, ...turns, ...nameMarks(lines, area, height, look)];
}

/** The name of each line at its end, with its last figure; moved apart where they would overlap. */
function nameMarks(lines: Chart['lines'], area: Area, height: (value: number) => number, look: LineColours): Mark[] {
  const names = lines.flatMap(({ name, figure, points }, line) => {
    const last = points.findLast((point) => point !== null);
    if (!last) return [];
    return [{ line, text: figure === '' ? name : `${name} ${figure}`, wanted: height(last.mean) }];
  });
  const apart = pushApart(
    names.sort((a, b) => a.wanted - b.wanted).map(({ wanted }) => wanted),
    area,
  );
  return names.map(({ line, text }, place) => ({
    type: 'text',
    x: area.right + 8,
    y: apart[place] ?? area.top,
    style: { text, fill: look.colourOf(line), ...fontOf(line === 0), align: 'left', verticalAlign: 'middle' },
  }));
}

/**
 * Moves heights apart by at least a line, as little as possible, and keeps them within the area. @param wanted heights
 * in order
 */
function pushApart(wanted: readonly number[], { top, bottom }: Area): number[] {
  const placed: number[] = [];
  for (const y of wanted) placed.push(Math.max(y, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + LINE_HEIGHT));
  // Half of the shift is taken upwards, because moving down only would leave the upper ones in place.
  const shift = placed.reduce((sum, y, index) => sum + y - (wanted[index] ?? y), 0) / Math.max(1, placed.length);
  const over = Math.max(0, (placed.at(-1) ?? 0) - shift - bottom);
  const under = Math.max(0, top - ((placed[0] ?? top) - shift - over));
  return placed.map((y) => y - shift - over + under);
}

/** The first and last week of each holiday. */
function restsOf(weeks: readonly boolean[]): [first: number, last: number][] {
  const rests: [number, number][] = [];
  for (const [index, resting] of weeks.entries()) {
    const running = rests.at(-1);
    if (!resting) continue;
    if (running && running[1] === index - 1) running[1] = index;
    else rests.push([index, index]);
  }
  return rests;
}

function fontOf(bold: boolean) {
  return { fontSize: LETTER, fontFamily: 'DejaVu Sans', fontWeight: bold ? 'bold' : 'normal' } as const;
}
