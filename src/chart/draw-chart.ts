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

/** In points, for a telephone, where a post is 320 points wide or a little more. */
const SIZE = { width: 360, height: 366 };
/** Telephones show two or more pixels for each point. */
const PIXELS_PER_POINT = 2;
/** In pixels; Teams does not show pictures wider or higher than 1,024. */
const MAX_SIDE = 1_020;
/** The margins of the plot. At its right the lines are named, with a figure or, which is longer, a range. */
const GRID = { left: 62, right: 118, top: 20, bottom: 34 };
const RIGHT_OF_RANGES = 142;
const PAPER = '#f7f5f0';
const RESTING = '#ece7db';
const COLOURS = [INK, '#a8440c', '#23683e', '#5b4fb3'];
const LINE_COLOURS = { colourOf: (line: number) => COLOURS[line] ?? INK, faint: FAINT, resting: RESTING };
const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'];
// The fonts are included, because a server may have none.
const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  path.join(path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf', name),
);

/**
 * Draws a chart as a PNG. Lines over weeks give 720 by 732 pixels. Rows are as high as their number requires, at a
 * lower resolution when they would be higher than a platform allows. Each line is named at its end and has its own
 * symbol, so that nothing depends on colour. It is dark on a light background, also on dark pages. A figure published
 * as a range is a bar from end to end; a week without figures is a gap. Most of the work is done outside the event
 * loop.
 */
export async function drawChart(chart: Chart | Rows): Promise<Buffer> {
  const { svg, height } = 'rows' in chart ? rowsSvg(chart) : { svg: drawSvg(chart), height: SIZE.height };
  const font = { fontFiles: FONTS, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  const pixels = Math.min(PIXELS_PER_POINT, MAX_SIDE / height);
  const fitTo = { mode: 'width', value: Math.floor(SIZE.width * pixels) } as const;
  return Buffer.from((await renderAsync(svg, { font, fitTo, background: PAPER })).asPng());
}

/** Draws lines over weeks as SVG. */
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

/** Draws the exact figures of a line; ranges are drawn as bars (marks.ts). */
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

/**
 * Draws the range of the first line as a pale area: an invisible line along its lower end, with the width stacked on
 * it.
 */
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
