import { describe, expect, it } from '@jest/globals';
import { discloseWeek } from '../../src/measurement/disclosure.ts';
import type { Change, PublishedWeek } from '../../src/measurement/published-week.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { changeOf, intervalOf, planningSdOf, slackOf } from '../../src/measurement/uncertainty.ts';
import { answerWeek, instrument, makeTeachers, rotation, usualCorrections } from './fixtures.ts';

describe('an interval', () => {
  it('is 1.96 planning SDs over the root of the lower edge, plus the rounding, outwards to 0.1', () => {
    expect(intervalOf({ mean: 3.5, slack: 0.05, respondents: '20-49' }, 1.5)).toEqual([2.7, 4.3]);
    expect(intervalOf({ mean: 5.5, slack: 0.05, respondents: '5-9' }, 1.5)).toEqual([4.1, 6]);
    expect(intervalOf({ mean: 1, slack: 1, respondents: '50+' }, 1.5)).toEqual([0, 2.5]);
  });

  it('is wider for the partnership, whose figure was rounded twice', () => {
    expect(slackOf('circle:Noord', { step: 0.1 })).toBeCloseTo(0.05, 10);
    expect(slackOf('partnership', { step: 0.1 })).toBeCloseTo(0.1, 10);
  });

  it('takes for the total the mean of the planning SDs', () => {
    expect(planningSdOf(instrument, 'absorption')).toBe(1.7);
    expect(planningSdOf(instrument, 'total')).toBeCloseTo(5 / 3, 10);
  });
});

describe('a change', () => {
  const before = { mean: 3, slack: 0.05, respondents: '10-19' } as const;

  it('is told from where the difference exceeds its own uncertainty', () => {
    const limit = 1.96 * 1.5 * Math.sqrt(1 / 10 + 1 / 20) + 0.1;
    const later = (mean: number) => ({ mean, slack: 0.05, respondents: '20-49' }) as const;
    expect(changeOf(later(3 + limit - 0.001), before, 1.5)).toBe('stable');
    expect(changeOf(later(3 + limit + 0.001), before, 1.5)).toBe('up');
    expect(changeOf(later(3 - limit - 0.001), before, 1.5)).toBe('down');
  });

  it.each([7, 23, 60])('is told in at most 5 %% of weeks in which nothing changes, for %i teachers', (size) => {
    const changes = Array.from({ length: 10 }, (_, run) => changesOver(40, size, run)).flat();
    const flagged = changes.filter((change) => change !== 'stable').length / changes.length;
    console.log(`${size} teachers: ${(100 * flagged).toFixed(1)} % of ${changes.length} constant figures flagged`);
    expect(changes.length).toBeGreaterThan(500);
    expect(flagged).toBeLessThanOrEqual(0.05);
  });
});

function changesOver(weeks: number, size: number, seed: number): Change[] {
  const random = seededRandom(seed);
  const half = Math.ceil(size / 2);
  const circles = size < 10 ? [size] : [half, size - half];
  const groups = circles.map((count, index) => makeTeachers(count, true, random, `Circle ${index}`));
  const previous: PublishedWeek[] = [];
  for (let week = 0; week < weeks; week += 1) {
    const answers = groups.flatMap((teachers) => answerWeek(teachers, rotation(teachers, week, random), 0.2, random));
    previous.unshift(
      discloseWeek({
        week: `2026-W${week}`,
        answers,
        circles: groups.map((_, index) => `Circle ${index}`),
        instrument,
        corrections: usualCorrections,
        minimum: 5,
        previous,
      }),
    );
  }
  return previous.flatMap(({ scopes }) => scopes.flatMap(changesIn));
}

function changesIn(scope: PublishedWeek['scopes'][number]): Change[] {
  if (!scope.published) return [];
  return [scope.total, ...SCALES.map((scale) => scope[scale])].flatMap(({ change }) =>
    change === null ? [] : [change],
  );
}
