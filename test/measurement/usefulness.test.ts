import { describe, expect, it } from '@jest/globals';
import { isCoarse } from '../../src/measurement/figure-range.ts';
import { FEWEST_BESIDE_OTHERS, gateFigure } from '../../src/measurement/gate.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import { codesOf, instrument, makeTeachers, mean, usualCorrections } from './fixtures.ts';
import { partnershipFigure, simulateYears } from './simulated-years.ts';

const MEANS = [3.95, 4.5, 5, 5.5] as const;
const SIZES = [5, 8, 12, 23, 60] as const;
const WEEKS = 250;

/** The table of docs/figures.md, by the number of people who answered and their mean. */
describe('what is shown of a circle', () => {
  it('is fine in most weeks, and never hidden because of what was answered', () => {
    const rows = MEANS.flatMap((target) => {
      const level = levelFor(target);
      return SIZES.map((size) => ({ target, size, ...shares(size, level) }));
    });
    console.log(rows.map(describeRow).join('\n'));
    const fineAt = (size: number, target: number) =>
      rows.find((row) => row.size === size && row.target === target)?.fine ?? 0;
    expect(fineAt(12, 4.5)).toBeGreaterThanOrEqual(0.8);
    expect(fineAt(8, 3.95)).toBeGreaterThanOrEqual(0.8);
    for (const row of rows) expect(row.fine + row.coarse).toBeCloseTo(1, 10);
  });
});

describe('the step of the partnership’s total', () => {
  it.each([
    { teachers: 60, circles: Array.from({ length: 5 }, () => 12), runs: 24 },
    { teachers: 200, circles: Array.from({ length: 17 }, (_, circle) => (circle < 13 ? 12 : 11)), runs: 6 },
  ])('is at most 0.3 in 95 % of weeks at a mean of 4.5 with 30 % non-response, for $teachers', ({ circles, runs }) => {
    const level = levelFor(4.5);
    const weeks = Array.from({ length: runs }, (_, run) => [
      ...simulateYears({ circles, weeks: 10, seed: 40 + run, level, constant: false }),
    ]).flat();
    const steps = weeks.map((week) => partnershipFigure(week, 'total')?.step ?? 6);
    const small = steps.filter((step) => step <= 0.3).length / steps.length;
    console.log(`${circles.length} circles: at most 0.3 in ${(100 * small).toFixed(1)} % of ${steps.length} weeks`);
    expect(small).toBeGreaterThanOrEqual(0.95);
  });
});

interface Shares {
  /** The share of weeks with all three scales to at most 0.3. */
  readonly fine: number;
  /** The share with at least one scale as a range. */
  readonly coarse: number;
  /** The share of single figures to at most 0.3. */
  readonly fineFigures: number;
}

function shares(size: number, level: number): Shares {
  const random = seededRandom(100 * size);
  const weeks = Array.from({ length: WEEKS }, () => {
    const teachers = makeTeachers(size, false, random);
    return SCALES.map((scale) => gateFigure(teachers.map(({ truth }) => scoreOf(scale, truth, level, random))));
  });
  const isFine = (figure: ReturnType<typeof gateFigure>) => figure !== null && !isCoarse(figure);
  const fine = weeks.filter((figures) => figures.every(isFine)).length / WEEKS;
  const coarse = weeks.filter((figures) => figures.every((figure) => figure !== null) && !figures.every(isFine)).length;
  return { fine, coarse: coarse / WEEKS, fineFigures: mean(weeks.flat().map((figure) => Number(isFine(figure)))) };
}

function scoreOf(scale: Scale, truth: (item: string, better?: number) => number, level: number, random: Random) {
  const item = codesOf(scale)[Math.floor(3 * random())] ?? '';
  const raw = truth(item, level);
  return { raw, corrected: raw + (usualCorrections.get(item) ?? 0), answers: 1 };
}

/** The points to add to usual answers for this mean, which the end of the scale lowers. */
function levelFor(target: number): number {
  let [low, high] = [-1, 4];
  while (high - low > 0.01) {
    const middle = (low + high) / 2;
    const teachers = makeTeachers(1_500, false, seededRandom(3));
    const found = mean(teachers.map(({ truth }, index) => truth(instrument.items[index % 9]?.code ?? '', middle)));
    if (found < target) low = middle;
    else high = middle;
  }
  return low;
}

function describeRow({ target, size, fine, coarse, fineFigures }: Shares & { target: number; size: number }): string {
  const [all, some, each] = [fine, coarse, fineFigures].map((share) => `${(100 * share).toFixed(0)} %`);
  const beside = size < FEWEST_BESIDE_OTHERS ? ', beside other circles pooled with them' : '';
  return `${size} at ${target}: ${all} fine, ${some} coarse, none withheld; ${each} of figures fine${beside}`;
}
