import { FAINT, INK, LETTER } from './marks.ts';
import type { Rows } from './rows.ts';

/** In points, as the charts of weeks. */
const WIDTH = 360;
const [LEFT, RIGHT] = [16, 278];
const [LOWEST, HIGHEST] = [1, 5];
const LANE_HEIGHT = 16;
const GAP = 9;
const OPEN = '#a8440c';
const GRID_COLOUR = '#e2ddd1';
const RADIUS = 5;

/**
 * Draws rows as SVG. Filled marks are in the upper lane of a row and open ones in the lower, so that nothing depends on
 * colour.
 * @returns the SVG with its height in points
 */
export function rowsSvg({ names, rows }: Rows): { readonly svg: string; readonly height: number } {
  const parts: string[] = [dot(LEFT + RADIUS, 16, 'filled'), svgText(LEFT + 20, 16, names.filled, INK)];
  if (names.open !== null) {
    parts.push(dot(LEFT + RADIUS, 16 + LANE_HEIGHT, 'open'), svgText(LEFT + 20, 16 + LANE_HEIGHT, names.open, OPEN));
  }
  const top = 16 + (names.open === null ? 1 : 2) * LANE_HEIGHT + GAP;
  let y = top;
  for (const { label, filled, open, instead } of rows) {
    parts.push(svgText(LEFT, y, label, filled ? INK : FAINT, filled !== null));
    y += LANE_HEIGHT;
    if (!filled) parts.push(svgText(LEFT, y, instead, FAINT));
    else parts.push(lane(filled, 'filled', y));
    y += LANE_HEIGHT;
    if (filled && open) {
      parts.push(lane(open, 'open', y));
      y += LANE_HEIGHT;
    }
    y += GAP;
  }
  const steps = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, index) => LOWEST + index);
  const lines = steps.map(
    (step) =>
      `<path d="M${xOf(step)} ${top - LANE_HEIGHT / 2}V${y - LANE_HEIGHT / 2}" stroke="${GRID_COLOUR}" fill="none"/>`,
  );
  const ends = steps.map((step) => svgText(xOf(step), y, String(step), FAINT, false, 'middle'));
  const height = y + LANE_HEIGHT;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">${[...lines, ...parts, ...ends].join('')}</svg>`;
  return { svg, height };
}

function lane(
  { range: [low, high], figure }: NonNullable<Rows['rows'][number]['filled']>,
  kind: 'filled' | 'open',
  y: number,
): string {
  const [from, to] = [xOf(low), xOf(high)];
  const colour = kind === 'filled' ? INK : OPEN;
  const fill = kind === 'filled' ? INK : 'none';
  const mark =
    low === high
      ? dot(from, y, kind)
      : `<rect x="${from}" y="${y - 4}" width="${to - from}" height="8" rx="4" fill="${fill}" stroke="${colour}" stroke-width="1.5"/>`;
  return mark + svgText(RIGHT + 12, y, figure, colour);
}

function dot(x: number, y: number, kind: 'filled' | 'open'): string {
  const look = kind === 'filled' ? `fill="${INK}"` : `fill="none" stroke="${OPEN}" stroke-width="2"`;
  return `<circle cx="${x}" cy="${y}" r="${RADIUS}" ${look}/>`;
}

function xOf(value: number): number {
  return Math.round(LEFT + ((value - LOWEST) / (HIGHEST - LOWEST)) * (RIGHT - LEFT));
}

function svgText(x: number, y: number, words: string, colour: string, bold = false, anchor = 'start'): string {
  const weight = bold ? ' font-weight="bold"' : '';
  // Centred on the mark beside it.
  return `<text x="${x}" y="${y + LETTER / 3}" font-family="DejaVu Sans" font-size="${LETTER}" fill="${colour}" text-anchor="${anchor}"${weight}>${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
