import { createRequire } from 'node:module';
import path from 'node:path';
import { renderAsync } from '@resvg/resvg-js';
import type { CustomSeriesRenderItemAPI } from 'echarts';
import { CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { isCoarse, rangeOf } from '../../measurement/figure-range.ts';
import type { PublishedWeek } from '../../measurement/published-week.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { type Series, seriesOf } from './describe-weeks.ts';
import { trendTexts } from './texts.ts';
import { partnershipOf } from './week-view.ts';

echarts.use([LineChart, CustomChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const WIDTH = 960;
const HEIGHT = 480;
// A machine may have no font at all: this one comes along.
const FONT = path.join(
  path.dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')),
  'ttf',
  'DejaVuSans.ttf',
);
const COLOURS = ['#1f2a44', '#c2571a', '#2b7a4b', '#5b4fb3'];
/** Width of a bar, in pixels. */
const BAR = 8;
const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'];

/**
 * The partnership's total and scales over the weeks, oldest first, as a PNG of 960 by 480 pixels. A withheld week is
 * a gap, a coarse figure a bar. Lines differ in colour and in symbol, so that they can be told apart without colour. Most of it is done outside
 * the event loop.
 */
export async function drawWeeks(weeks: readonly PublishedWeek[], language: string): Promise<Buffer> {
  const svg = drawSvg(weeks, language);
  const font = { fontFiles: [FONT], loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  return Buffer.from((await renderAsync(svg, { font, background: '#ffffff' })).asPng());
}

/** The same as text. */
export function drawSvg(weeks: readonly PublishedWeek[], language: string): string {
  const texts = trendTexts(language);
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
  const lines = seriesOf(weeks, language);
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: 'DejaVu Sans', fontSize: 16, color: '#1f2a44' },
    title: {
      text: texts.chartTitle(weeks.length),
      subtext: texts.chartBand,
      left: 24,
      top: 16,
      textStyle: { fontSize: 20, color: '#1f2a44' },
      subtextStyle: { fontSize: 14, color: '#5a6478' },
    },
    legend: { data: lines.map(({ name }) => name), right: 24, top: 18, textStyle: { fontSize: 15 }, itemGap: 18 },
    grid: { left: 56, right: 32, top: 88, bottom: 48 },
    xAxis: {
      type: 'category',
      data: weeks.map(({ week }) => commonTexts(language).weekOf(week)),
      axisLabel: { fontSize: 14, hideOverlap: true },
      axisTick: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 6,
      interval: 1,
      axisLabel: { fontSize: 14 },
      splitLine: { lineStyle: { color: '#e4e7ee' } },
    },
    series: [
      ...band(weeks),
      ...lines.map(({ figures }, index) => bars(figures, index)),
      ...lines.map(({ name, figures }, index) => ({
        type: 'line',
        name,
        data: figures.map((figure) => (figure && !isCoarse(figure) ? figure.mean : null)),
        connectNulls: false,
        symbol: SYMBOLS[index],
        symbolSize: index === 0 ? 11 : 9,
        lineStyle: { width: index === 0 ? 4 : 2 },
        color: COLOURS[index],
        z: index === 0 ? 3 : 2,
      })),
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** Figures that are known as ranges only: an upright bar from end to end, the four lines' bars side by side. */
function bars(figures: Series['figures'], line: number) {
  const ranges = figures.flatMap((figure, week) => (figure && isCoarse(figure) ? [[week, ...rangeOf(figure)]] : []));
  return {
    type: 'custom',
    silent: true,
    data: ranges,
    z: 2,
    renderItem: (_params: unknown, api: CustomSeriesRenderItemAPI) => {
      const [x = 0, low = 0] = api.coord([api.value(0), api.value(1)]);
      const [, high = 0] = api.coord([api.value(0), api.value(2)]);
      const place = { x: x + (line - 1.5) * BAR - BAR / 2, y: high, width: BAR - 1, height: low - high };
      return { type: 'rect', shape: { ...place, r: 2 }, style: { fill: COLOURS[line], opacity: 0.55 } } as const;
    },
  };
}

/** The interval of the total, as a pale area: an invisible line along its lower end, and the width stacked upon it. */
function band(weeks: readonly PublishedWeek[]) {
  const intervals = weeks.map((week) => partnershipOf(week)?.total.interval ?? null);
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
      areaStyle: { color: COLOURS[0], opacity: 0.08 },
    },
  ];
}
