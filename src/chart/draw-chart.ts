import { createRequire } from 'node:module';
import path from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import { LineChart } from 'echarts/charts';
import { GraphicComponent, GridComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './chart.ts';
import { rowsSvg } from './draw-rows.ts';
import { chartMarks, FAINT, INK, LETTER } from './marks.ts';
import type { Rows } from './rows.ts';

echarts.use([LineChart, GraphicComponent, GridComponent, SVGRenderer]);

/** Points, as on a telephone, where a post is 320 wide or a little more. */
const SIZE = { width: 360, height: 366 };
/** Telephones have more pixels than points. */
const PIXELS_PER_POINT = 2;
/** Pixels; Teams takes no picture that is wider or higher than 1,024. */
const MAX_SIDE = 1_020;
/** Where the figures are drawn; at its right the lines are named, with a figure or, which is longer, a range. */
const GRID = { left: 62, right: 118, top: 20, bottom: 34 };
const RIGHT_OF_RANGES = 142;
const PAPER = '#f7f5f0';
const RESTING = '#ece7db';
const COLOURS = [INK, '#a8440c', '#23683e', '#5b4fb3'];
const LINE_COLOURS = { colourOf: (line: number) => COLOURS[line] ?? INK, faint: FAINT, resting: RESTING };
const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'];
// A machine may have no font at all: these come along.
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  path.join(path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', name),
);

/**
 * A chart as a PNG: lines over weeks are 720 pixels wide and 732 high, rows as high as they are many, with fewer pixels a
 * point when that would be higher than a platform takes. Each line is named at its
 * end and has a symbol of its own, so that nothing hangs on colour; it is dark on paper of its own, on dark pages too. A
 * figure that is told as a range is a bar from end to end, a week without figures a gap. Most of it is done outside the
 * event loop.
 */
export async function drawChart(chart: Chart | Rows): Promise<Buffer> {
  const { svg, height } = 'rows' in chart ? rowsSvg(chart) : { svg: drawSvg(chart), height: SIZE.height };
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  const pixels = Math.min(PIXELS_PER_POINT, MAX_SIDE / height);
  const fitTo = { mode: 'width', value: Math.floor(SIZE.width * pixels) } as const;
  return Buffer.from((await renderAsync(svg, { font, fitTo, background: PAPER })).asPng());
}

/** The same as text. */
export function drawSvg(chart: Chart): string {
  const { lines } = chart;
  const grid = lines.some(({ points }) => points.at(-1)?.range) ? { ...GRID, right: RIGHT_OF_RANGES } : GRID;
  const area = {
    left: grid.left,
    right: SIZE.width - grid.right,
    top: grid.top,
    bottom: SIZE.height - grid.bottom,
  };
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  const faint = { fontSize: LETTER, color: FAINT };
  drawing.setOption({
    animation: false,
    textStyle: { fontFamily: 'DejaVu Sans', fontSize: LETTER, color: INK },
    grid,
    xAxis: {
      type: 'category',
      data: chart.weeks,
      name: chart.weekName,
      nameLocation: 'start',
      nameGap: 8,
      nameTextStyle: { ...faint, align: 'right', verticalAlign: 'top', padding: [8, 0, 0, 0] },
      axisLabel: { ...faint, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#c9c4b8' } },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 6,
      interval: 1,
      axisLabel: { ...faint, lineHeight: LETTER + 2, formatter: (value: number) => chart.steps[value] ?? '' },
      splitLine: { lineStyle: { color: '#e2ddd1' } },
    },
    series: [...band(chart), ...lines.map((line, index) => drawLine(line, index, chart.connected))],
    graphic: chartMarks(chart, area, LINE_COLOURS),
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return svg;
}

/** Only what is exact enough to be a point; the rest is bars (marks.ts). */
function drawLine({ name, points }: Chart['lines'][number], index: number, connected: boolean) {
  return {
    type: 'line',
    name,
    data: points.map((point) => (point && point.range === null ? point.mean : null)),
    connectNulls: connected,
    symbol: SYMBOLS[index],
    symbolSize: index === 0 ? 9 : 7,
    lineStyle: { width: index === 0 ? 3 : 1.5 },
    color: COLOURS[index],
    z: index === 0 ? 3 : 2,
  } as const;
}

/** Where the first line can lie, as a pale area: an invisible line along its lower end, and the width stacked on it. */
function band({ band: intervals }: Chart) {
  const shared = {
    type: 'line',
    stack: 'interval',
    symbol: 'none',
    silent: true,
    lineStyle: { opacity: 0 },
    z: 1,
  } as const;
  return [
    { ...shared, data: intervals.map((interval) => interval?.[0] ?? null) },
    {
      ...shared,
      data: intervals.map((interval) => (interval ? interval[1] - interval[0] : null)),
      areaStyle: { color: INK, opacity: 0.14 },
    },
  ];
}
