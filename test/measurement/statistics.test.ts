import { describe, expect, it } from '@jest/globals';
import { correctionsFrom } from '../../src/measurement/corrections.ts';
import { groupMean, scorePeople } from '../../src/measurement/estimate.ts';
import { ownScores } from '../../src/measurement/own-line.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { type CycleSummary, cronbachAlpha, readAlpha, reliabilityOf } from '../../src/measurement/statistics.ts';
import { codesOf, instrument, makeTeachers, usualCorrections, variancesOf } from './fixtures.ts';

describe('corrections', () => {
  it('are the usual mean of the scale less that of the item, and add up to zero within a scale', () => {
    expect(usualCorrections.get('ABS03')).toBeCloseTo((4.39 + 3.48 + 2.91) / 3 - 2.91, 5);
    for (const scale of SCALES) {
      const sum = codesOf(scale).reduce((total, code) => total + (usualCorrections.get(code) ?? Number.NaN), 0);
      expect(sum).toBeCloseTo(0, 5);
    }
  });

  it("come from the partnership's own past once each item has 200 answers", () => {
    const past = instrument.items.map(({ code, position }) => ({ item: code, answers: 200, mean: position / 2 }));
    expect(correctionsFrom(instrument, past).get('VIT01')).toBeCloseTo((0.5 + 1 + 2.5) / 3 - 0.5, 5);
    const few = past.map((each) => (each.item === 'ABS02' ? { ...each, answers: 199 } : each));
    expect(correctionsFrom(instrument, few)).toEqual(usualCorrections);
  });
});

describe('a score', () => {
  const answer = (item: string, value: number) => ({ person: 'a', circle: 'Noord', item, value });

  it('is the mean of the corrected answers of the week, one in chat or three from a questionnaire', () => {
    const one = scorePeople([answer('ABS03', 3)], instrument, usualCorrections).get('a')?.scores;
    expect(one?.get('absorption')?.corrected).toBeCloseTo(3 + 3.5933333 - 2.91, 5);
    expect(one?.has('vigour')).toBe(false);
    const three = [answer('ABS01', 5), answer('ABS02', 4), answer('ABS03', 3)];
    const score = scorePeople(three, instrument, usualCorrections).get('a')?.scores.get('absorption');
    expect(score).toMatchObject({ raw: 4, answers: 3 });
    expect(score?.corrected).toBeCloseTo(4, 10);
  });

  it('counts the last of several answers to the same item', () => {
    const twice = scorePeople([answer('VIT01', 1), answer('VIT01', 5)], instrument, usualCorrections);
    expect(twice.get('a')?.scores.get('vigour')).toMatchObject({ raw: 5, answers: 1 });
  });

  it('makes a group figure as a plain mean over people', () => {
    const scores = [2, 4, 6].map((corrected) => ({ raw: corrected, corrected, answers: 1 }));
    expect(groupMean(scores)).toBe(4);
  });
});

describe("Cronbach's alpha", () => {
  const alphaOf = (rows: readonly (readonly number[])[]) => cronbachAlpha(variancesOf(rows));

  it('follows its formula', () => {
    const rows = [
      [1, 2, 3],
      [2, 2, 4],
      [4, 5, 5],
      [5, 6, 6],
    ];
    // Item variances 10/3, 51/12 and 5/3; sums 6, 8, 14, 17 with variance 26.25.
    expect(alphaOf(rows)).toBeCloseTo(1.5 * (1 - (10 / 3 + 4.25 + 5 / 3) / 26.25), 10);
  });

  it('is 1 for items that say the same, near 0 for items that share nothing, and none without differences', () => {
    const random = seededRandom(1);
    const draws = Array.from({ length: 4000 }, () => Math.floor(7 * random()));
    expect(alphaOf(draws.map((value) => [value, value, value]))).toBeCloseTo(1, 10);
    const unrelated = Array.from({ length: 4000 }, () => [random(), random(), random()]);
    expect(Math.abs(alphaOf(unrelated) ?? 1)).toBeLessThan(0.1);
    const alike = [
      [3, 3, 3],
      [3, 3, 3],
    ];
    expect(alphaOf(alike)).toBeNull();
    expect(cronbachAlpha({ items: [1], sum: 1 })).toBeNull();
  });

  it('is told from 30 complete cycles of ten teachers on', () => {
    const summary = (cycles: number, teachers: number): CycleSummary => ({ ...summaryOf(60), cycles, teachers });
    expect(reliabilityOf(summary(30, 10))).not.toBeNull();
    expect(reliabilityOf(summary(36, 9))).toBeNull();
    expect(reliabilityOf(summary(29, 29))).toBeNull();
    expect(reliabilityOf({ cycles: 0, teachers: 0, ofTwo: 0, scales: null })).toBeNull();
  });

  it('is null for a scale on which the sums do not differ', () => {
    const summary = summaryOf(60);
    const scales = summary.scales && { ...summary.scales, absorption: { items: [1, 1, 2], sum: 0 } };
    expect(reliabilityOf({ ...summary, scales })).toMatchObject({ vigour: expect.any(Number), absorption: null });
  });

  it('is high where people differ much and their items little', () => {
    const reliability = reliabilityOf(summaryOf(120));
    for (const scale of SCALES) {
      expect(reliability?.[scale]).toBeGreaterThan(0.6);
      expect(reliability?.[scale]).toBeLessThan(1);
    }
  });

  it('is read as good from 0.80 on and as enough from 0.70 on', () => {
    expect([0.8, 0.79, 0.7, 0.69, 0].map(readAlpha)).toEqual(['good', 'enough', 'enough', 'little', 'little']);
  });
});

describe("a teacher's own line", () => {
  const at = (week: string, item: string, value: number, hour = 12) => ({
    item,
    value,
    week,
    answeredAt: new Date(`2026-01-01T${hour}:00:00Z`),
  });

  it('tells a scale from its third item on, and the total from the ninth', () => {
    const codes = instrument.items.map(({ code }) => code);
    const line = ownScores(
      codes.map((code, index) => at(`2026-W0${index + 1}`, code, 3)),
      instrument,
    );
    expect(line).toHaveLength(9);
    expect(line[3]).toEqual({ week: '2026-W04', vigour: null, dedication: null, absorption: null, total: null });
    expect(line[4]).toEqual({ week: '2026-W05', vigour: 3, dedication: null, absorption: null, total: null });
    expect(line[8]).toEqual({ week: '2026-W09', vigour: 3, dedication: 3, absorption: 3, total: 3 });
  });

  it('uses the latest answer to each item, in the order of time', () => {
    const answers = [
      at('2026-W02', 'VIT01', 6, 14),
      at('2026-W02', 'VIT01', 0, 13),
      ...codesOf('vigour').map((code) => at('2026-W01', code, 3)),
      at('2026-W02', 'OTHER', 1),
    ];
    expect(ownScores(answers, instrument).map(({ week, vigour }) => [week, vigour])).toEqual([
      ['2026-W01', 3],
      ['2026-W02', 4],
    ]);
    expect(ownScores([], instrument)).toEqual([]);
  });
});

/** One cycle of each of so many simulated teachers. */
function summaryOf(teachers: number): CycleSummary {
  const truths = makeTeachers(teachers, false, seededRandom(7)).map(({ truth }) => truth);
  const [vigour, dedication, absorption] = SCALES.map((scale) =>
    variancesOf(truths.map((truth) => codesOf(scale).map((item) => truth(item)))),
  );
  const scales = vigour && dedication && absorption ? { vigour, dedication, absorption } : null;
  return { cycles: teachers, teachers, ofTwo: 2, scales };
}
