import type { Chart } from '../../chart/chart.ts';
import { nextWeek } from '../../measurement/iso-week.ts';
import type { ownScores } from '../../measurement/own-line.ts';
import { SCALES } from '../../measurement/scale.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ownLineTexts } from './texts.ts';

type OwnScores = ReturnType<typeof ownScores>[number];

/** How many weeks with a score are shown. */
const WEEKS_SHOWN = 12;

/** The weeks with a score. A scale has one once each of its three items was answered. */
export function scoredWeeks(line: readonly OwnScores[]): readonly OwnScores[] {
  return line.filter((scores) => SCALES.some((scale) => scores[scale] !== null)).slice(-WEEKS_SHOWN);
}

/**
 * A teacher's own line, including the weeks between: a teacher who is asked every other week still gets a connected
 * line.
 */
export function ownChart(scored: readonly OwnScores[], language: string): Chart {
  const { chartWeek, chartScale } = commonTexts(language);
  const weeks = weeksOf(scored);
  const lines = namedScores(language).map(({ name, of }) => {
    const points = weeks.map((week) => {
      const scores = scored.find((each) => each.week === week);
      const mean = scores ? of(scores) : null;
      return mean === null ? null : { mean, range: null };
    });
    const last = points.findLast((point) => point !== null);
    return { name, points, figure: last ? ownLineTexts(language).figure(last.mean) : '' };
  });
  return {
    weekName: chartWeek,
    weeks: weeks.map((week) => String(Number(week.slice(6)))),
    steps: [0, 1, 2, 3, 4, 5, 6].map(chartScale),
    lines,
    connected: true,
    band: weeks.map(() => null),
    resting: { weeks: weeks.map(() => false), name: '' },
    turns: [],
  };
}

/** The same in words, as the picture's alternative text. */
export function describeOwnLine(scored: readonly OwnScores[], language: string): string {
  const { chartAlt, weekOf } = commonTexts(language);
  const { figure } = ownLineTexts(language);
  const lines = namedScores(language).flatMap(({ name, of }) => {
    const told = scored.flatMap((scores) => {
      const mean = of(scores);
      return mean === null ? [] : [`${weekOf(scores.week)} ${figure(mean)}`];
    });
    return told.length === 0 ? [] : [`${name}: ${told.join(', ')}.`];
  });
  return chartAlt(lines);
}

function namedScores(language: string) {
  const { total, scales } = commonTexts(language);
  return [
    { name: total, of: (scores: OwnScores) => scores.total },
    ...SCALES.map((scale) => ({ name: scales[scale], of: (scores: OwnScores) => scores[scale] })),
  ];
}

function weeksOf(scored: readonly OwnScores[]): string[] {
  const [first, last] = [scored[0]?.week, scored.at(-1)?.week];
  const weeks: string[] = [];
  for (let week = first; week !== undefined && last !== undefined && week <= last; week = nextWeek(week))
    weeks.push(week);
  return weeks;
}
