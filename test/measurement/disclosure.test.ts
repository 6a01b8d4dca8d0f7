import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PolsslagError } from '../../src/errors.ts';
import type { CountedAnswers } from '../../src/measurement/circle-scores.ts';
import {
  circlesKeptBack,
  didReachNobody,
  discloseWeek,
  parsePublishedWeek,
  publishedWeekJson,
  tellUnreached,
} from '../../src/measurement/disclosure/week.ts';
import type { WeekAnswer } from '../../src/measurement/estimate.ts';
import type { PublishedScope, PublishedWeek } from '../../src/measurement/published-week.ts';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { codesOf, instrument, noCorrections, usualCorrections } from './fixtures.ts';

type WeekToDisclose = Parameters<typeof discloseWeek>[0];

const ORDINARY = [4, 5, 3, 4, 2, 5];

describe('the cells of a week', () => {
  it('are the circles, when each passes', () => {
    const week = disclose({ Noord: ordinary(12), Zuid: ordinary(8) });
    expect(shown(week)).toEqual(['partnership', 'circle:Noord', 'circle:Zuid']);
    expect(bands(week)).toEqual(['20-49', '10-19', '5-9']);
  });

  it('pool the circles of fewer than eight, with one and the same reason for each', () => {
    const week = disclose({ Noord: ordinary(12), Oost: ordinary(3), West: ordinary(7) });
    expect(shown(week)).toEqual(['partnership', 'circle:Noord', 'other circles']);
    expect(withheldReasons(week)).toEqual([
      'withheld to protect the people in it',
      'withheld to protect the people in it',
    ]);
  });

  it('take the smallest circle into a pool of too few', () => {
    const week = disclose({ Noord: ordinary(12), Oost: ordinary(3), Zuid: ordinary(8) });
    expect(shown(week)).toEqual(['partnership', 'circle:Noord', 'other circles']);
    expect(bands(week)).toEqual(['20-49', '10-19', '10-19']);
    expect(shown(disclose({ Noord: ordinary(12), Oost: ordinary(3) }))).toEqual(['partnership', 'other circles']);
  });

  it('are none when even everybody together does not pass', () => {
    const week = disclose({ Noord: ordinary(2), Oost: ordinary(2) });
    expect(shown(week)).toEqual([]);
    expect(week.scopes.map(({ scope }) => scope)).toEqual(['partnership', 'circle:Noord', 'circle:Oost']);
    expect(new Set(withheldReasons(week)).size).toBe(1);
    expect(shown(disclose({}))).toEqual([]);
  });

  it('are five or more when nothing stands beside them: the only circle, or all circles pooled', () => {
    expect(shown(disclose({ Noord: ordinary(5) }))).toEqual(['partnership', 'circle:Noord']);
    expect(shown(disclose({ Noord: ordinary(5), Zuid: ordinary(2) }))).toEqual(['partnership', 'other circles']);
  });

  it('are those of no circle by itself of fewer than eight when all others have holidays', () => {
    const holidays = { askedCircles: new Set(['Noord']) };
    expect(shown(disclose({ Noord: ordinary(7), Zuid: [] }, holidays))).toEqual(['partnership', 'other circles']);
    expect(shown(disclose({ Noord: ordinary(8), Zuid: [] }, holidays))).toEqual(['partnership', 'circle:Noord']);
  });

  it('do not depend on what was answered', () => {
    const week = disclose({ Noord: ordinary(12), Zuid: [6, 6, 6, 6, 6, 6, 6, 1] });
    expect(shown(week)).toEqual(['partnership', 'circle:Noord', 'circle:Zuid']);
    expect(figure(week, 'circle:Zuid')?.vigour).toMatchObject({ mean: 4.95, step: 1.5 });
  });

  it('pool a silent circle too, so that its silence is not seen', () => {
    const silent = disclose({ Noord: ordinary(12), Zuid: [] });
    expect(shown(silent)).toEqual(['partnership', 'other circles']);
    expect(shown(disclose({ Noord: ordinary(12), Zuid: [] }, { askedCircles: new Set(['Noord']) }))).toEqual([
      'partnership',
      'circle:Noord',
    ]);
  });

  it('count only people who answered on every scale for the minimum, which can be raised but not lowered', () => {
    const partly = answersOf({ Noord: ordinary(5) }).filter(
      ({ person, item }) => person !== 'Noord-0' || item !== 'ABS01',
    );
    expect(shown(discloseWeek({ ...base(['Noord']), answers: partly }))).toEqual([]);
    expect(shown(disclose({ Noord: ordinary(5) }))).toContain('circle:Noord');
    expect(shown(disclose({ Noord: ordinary(6) }, { minimum: 7 }))).toEqual([]);
    expect(() => disclose({ Noord: ordinary(6) }, { minimum: 4 })).toThrow(PolsslagError);
    expect(() => disclose({ Noord: ordinary(6) }, { minimum: 5.5 })).toThrow(PolsslagError);
  });

  it('count a person once, in the circle of the last answer', () => {
    const moved = answersOf({ Noord: ordinary(10), Zuid: ordinary(9) }).map((answer) =>
      answer.person === 'Noord-0' && answer.item === 'ABS01' ? { ...answer, circle: 'Zuid' } : answer,
    );
    const week = discloseWeek({ ...base(['Noord', 'Zuid']), answers: moved });
    expect(bands(week)).toEqual(['10-19', '5-9', '10-19']);
  });
});

describe('what is kept back', () => {
  const week = disclose({ Noord: ordinary(12), Oost: ordinary(3), West: ordinary(7), Zuid: [] });
  const messages = (circle: string, more: object = {}) => ({
    circle,
    planned: 8,
    meant: 8,
    mayHaveArrived: false,
    ...more,
  });
  const unreached = (told: PublishedWeek) => told.scopes.filter(didReachNobody).map(({ scope }) => scope);

  it('is each circle that is not shown by itself', () => {
    expect(circlesKeptBack(week)).toEqual(['Oost', 'West', 'Zuid']);
  });

  it('says of a circle of eight or more that the message reached nobody there, and changes nothing else', () => {
    const told = tellUnreached(week, [messages('Zuid')], 5);
    expect(unreached(told)).toEqual(['circle:Zuid']);
    expect(told.scopes.filter(({ published }) => published)).toEqual(week.scopes.filter(({ published }) => published));
    expect(told.scopes.map(({ scope }) => scope)).toEqual(week.scopes.map(({ scope }) => scope));
  });

  it.each([
    ['may have reached somebody', messages('Zuid', { mayHaveArrived: true }), 5],
    ['was for seven', messages('Zuid', { meant: 7 }), 5],
    ['was for fewer than the operator wants', messages('Zuid', { meant: 9 }), 10],
    ['was of a circle that is shown', messages('Noord'), 5],
  ])('says nothing of a message that %s', (_what, about, minimum) => {
    expect(tellUnreached(week, [about], minimum)).toEqual(week);
  });

  it('says of a whole week that it reached nobody only when nothing at all is shown', () => {
    const silent = disclose({ Noord: [], Zuid: [] });
    expect(unreached(tellUnreached(silent, [messages('Noord'), messages('Zuid')], 5))).toEqual([
      'partnership',
      'circle:Noord',
      'circle:Zuid',
    ]);
    expect(
      unreached(tellUnreached(silent, [messages('Noord', { mayHaveArrived: true }), messages('Zuid')], 5)),
    ).toEqual(['circle:Zuid']);
    expect(unreached(tellUnreached(week, [messages('Oost'), messages('West'), messages('Zuid')], 5))).not.toContain(
      'partnership',
    );
  });
});

describe('the figures', () => {
  it('of the partnership are the mean of the published ones, weighted by what their bands stand for', () => {
    const week = disclose({ Noord: ordinary(12), Zuid: [1, 2, 3, 2, 3, 3, 2, 4] });
    for (const scale of SCALES) {
      const [all, north, south] = week.scopes.map((scope) => (scope.published ? scope[scale].mean : 0));
      expect(all).toBeCloseTo((14 * (north ?? 0) + 7 * (south ?? 0)) / 21, 8);
    }
  });

  it('of the partnership do not tell exact numbers of people', () => {
    const means = [10, 13, 19].map((people) => {
      const week = disclose({ Noord: Array.from({ length: people }, () => 4), Zuid: [1, 2, 3, 2, 3, 3, 2, 4] });
      return figure(week, 'partnership')?.total.mean;
    });
    expect(new Set(means).size).toBe(1);
  });

  it('have the step of their cells, weighted alike and averaged over the scales, and rounded up', () => {
    const six = Array.from({ length: 8 }, () => 6);
    const week = disclose({ Noord: ordinary(12), Zuid: six });
    expect(figure(week, 'circle:Zuid')?.total.step).toBe(0.8);
    // (14 · 0.1 + 7 · 0.8) / 21 is a third.
    expect(figure(week, 'partnership')?.total.step).toBe(0.5);
    expect(figure(disclose({ Noord: ordinary(12), Zuid: ordinary(8) }), 'partnership')?.total.step).toBe(0.1);
    const hardly = disclose({ Noord: ordinary(60), Zuid: six });
    // (70 · 0.1 + 7 · 0.8) / 77 is 0.16.
    expect(figure(hardly, 'partnership')?.total.step).toBe(0.2);
  });

  it('in total are the mean of the three published ones, and so are their steps', () => {
    for (const scope of disclose({ Noord: [4, 5, 3, 4, 2, 5, 4, 4], Zuid: ordinary(8) }).scopes) {
      if (!scope.published) throw new Error('expected to be published');
      expect(scope.total.mean).toBeCloseTo((scope.vigour.mean + scope.dedication.mean + scope.absorption.mean) / 3, 8);
      expect(scope.total.step).toBe(Math.max(...SCALES.map((scale) => scope[scale].step)));
    }
  });

  it('lie within half a step of the truth', () => {
    const values = [4, 5, 3, 4, 2, 5, 4];
    const scope = figure(disclose({ Noord: values }), 'circle:Noord');
    const truth = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs((scope?.vigour.mean ?? 0) - truth)).toBeLessThanOrEqual(0.05);
  });

  it('are compared with earlier published weeks of the same scope', () => {
    const played: PublishedWeek[] = [];
    const play = (values: readonly number[]) => {
      const week = `2026-W${30 + played.length}`;
      played.unshift(disclose({ Noord: values }, { week, previous: played.slice(0, 12) }));
      return figure(played[0], 'circle:Noord')?.vigour.change;
    };
    const low = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2];
    const high = [4, 5, 4, 5, 4, 5, 4, 5, 4, 5];
    expect(Array.from({ length: 5 }, () => play(low))).toEqual([null, null, null, null, null]);
    // A week in which it is not shown is not compared with.
    play(ordinary(2));
    expect(play(low)).toEqual({ direction: 'stable', since: null, against: '2026-W30' });
    expect([play(high), play(high), play(high)].at(-1)).toEqual({
      direction: 'up',
      since: '2026-W37',
      against: '2026-W30',
    });
    expect(figure(played[0], 'partnership')?.total.change?.direction).toBe('up');
  });

  it('of a circle that was renamed are compared with those under its former name', () => {
    const low = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2];
    const played: PublishedWeek[] = [];
    for (let week = 30; week < 36; week += 1) {
      played.unshift(disclose({ Oud: low }, { week: `2026-W${week}`, previous: [...played] }));
    }
    const renamed = { week: '2026-W36', previous: played, formerNames: new Map([['Noord', ['Oud']]]) };
    const stable = { direction: 'stable', since: null, against: '2026-W30' };
    expect(figure(disclose({ Noord: low }, renamed), 'circle:Noord')?.vigour.change).toEqual(stable);
    // A circle that has the name now is another one, and those weeks are not its own.
    const both = disclose({ Noord: low, Oud: low }, renamed);
    expect(figure(both, 'circle:Noord')?.vigour.change).toEqual(stable);
    expect(figure(both, 'circle:Oud')?.vigour.change).toBeNull();
    // When both exist each has its own weeks, also after one is renamed again.
    const weeks = ['2026-W36', '2026-W37', '2026-W38', '2026-W39', '2026-W40', '2026-W41'];
    const later = weeks.map((week) => disclose({ Noord: low, Oud: low }, { week, previous: [] })).reverse();
    const again = { week: '2026-W42', previous: later, formerNames: new Map([['West', ['Oud', 'Noord']]]) };
    const apart = disclose({ West: low, Oud: low }, again);
    const sinceBoth = { ...stable, against: '2026-W36' };
    expect(figure(apart, 'circle:West')?.vigour.change).toEqual(sinceBoth);
    expect(figure(apart, 'circle:Oud')?.vigour.change).toEqual(sinceBoth);
  });

  it('say their uncertainty alike for every first week with the same band and step', () => {
    const widths = [ordinary(6), [3, 3, 3, 3, 3, 3, 3, 3, 3], [0, 6, 0, 6, 3, 3]].map((values) => {
      const vigour = figure(disclose({ Noord: values }), 'circle:Noord')?.vigour;
      return ((vigour?.interval?.[1] ?? 0) - (vigour?.mean ?? 0)).toFixed(1);
    });
    expect(new Set(widths)).toEqual(new Set(['0.6']));
  });

  it('refuse an answer outside the instrument', () => {
    const [answer] = answersOf({ Noord: [4] });
    if (answer === undefined) throw new Error('no answer');
    const withAnswer = (change: Partial<WeekAnswer>) => () =>
      discloseWeek({ ...base(['Noord']), answers: [{ ...answer, ...change }] });
    expect(withAnswer({ item: 'XYZ01' })).toThrow('Item XYZ01 is not in instrument polsslag.');
    expect(withAnswer({ value: 7 })).toThrow('whole number from 0 to 6');
    expect(withAnswer({ value: 3.5 })).toThrow(PolsslagError);
  });
});

describe('counted answers', () => {
  // Corrections and their sums are no exact binary fractions, so a tie is one only when both are added up in the same
  // way.
  it('make the same week, to the byte, as the same answers one by one, in 10,000 random weeks', () => {
    const random = seededRandom(47);
    const different = Array.from({ length: 10_000 }, () => randomAnswers(random)).filter((answers) => {
      const input = { ...base(['Noord', 'Zuid']), corrections: usualCorrections };
      const listed = publishedWeekJson(discloseWeek({ ...input, answers }));
      return publishedWeekJson(discloseWeek({ ...input, answers: counted(answers) })) !== listed;
    });
    expect(different).toEqual([]);
  });

  it('are refused outside the instrument too', () => {
    const numbers = { counts: [{ circle: 'Noord', item: 'XYZ01', value: 3, people: 1 }], circles: [] };
    expect(() => discloseWeek({ ...base(['Noord']), answers: numbers })).toThrow('Item XYZ01');
  });
});

describe('a frozen week', () => {
  it('is read back and written again to the same bytes', () => {
    const text = publishedWeekJson(disclose({ Noord: ordinary(12), Oost: ordinary(3), West: ordinary(4) }));
    expect(publishedWeekJson(parsePublishedWeek(text))).toBe(text);
    expect(Object.keys(JSON.parse(text))).toEqual(['week', 'scopes']);
  });

  it('of the first version, which told the direction only, is read too', () => {
    const told = { mean: 5, step: 2, interval: [3.3, 6], change: 'up' };
    const scales = { total: told, vigour: told, dedication: { ...told, change: null }, absorption: told };
    const scopes = [{ scope: 'partnership', published: true, respondents: '5-9', ...scales }];
    const week = parsePublishedWeek(JSON.stringify({ week: '2026-W40', scopes }));
    expect(figure(week, 'partnership')?.total.change).toEqual({ direction: 'up', since: null, against: null });
    expect(figure(week, 'partnership')?.dedication.change).toBeNull();
  });

  it.each(['', '{}', '[]', '{"week":"2026-W47","scopes":[{"scope":"partnership","published":true}]}'])(
    'is refused when the text is %j',
    (text) => {
      expect(() => parsePublishedWeek(text)).toThrow('cannot be read');
    },
  );

  // The mark keeps other modules from constructing a PublishedWeek; this test keeps them from casting to one.
  it('can be made by the disclosure module only', () => {
    const root = new URL('../../src/', import.meta.url);
    const makers = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('generated'))
      .filter((file) =>
        /(custom<|publishedShape<|as |satisfies |<)(unknown as )?PublishedWeek>\(|as PublishedWeek\b/.test(
          readFileSync(new URL(file, root), 'utf8'),
        ),
      );
    expect(makers).toEqual(['measurement/disclosure/week.ts']);
  });
});

function ordinary(people: number): number[] {
  return Array.from({ length: people }, (_, index) => ORDINARY[index % ORDINARY.length] ?? 4);
}

function base(circles: readonly string[]): WeekToDisclose {
  return { week: '2026-W47', answers: [], circles, instrument, corrections: noCorrections, minimum: 5, previous: [] };
}

/** The same answer on each scale for everybody. */
function answersOf(circles: Readonly<Record<string, readonly number[]>>): WeekAnswer[] {
  return Object.entries(circles).flatMap(([circle, values]) =>
    values.flatMap((value, index) =>
      SCALES.map((scale) => ({ person: `${circle}-${index}`, circle, item: codesOf(scale)[0] ?? '', value })),
    ),
  );
}

/** Some people of two circles, who left out some scales. */
function randomAnswers(random: Random): WeekAnswer[] {
  const people = 8 + Math.floor(12 * random());
  return Array.from({ length: people }, (_, person) => {
    const circle = random() < 0.4 ? 'Noord' : 'Zuid';
    return SCALES.flatMap((scale) => {
      const item = codesOf(scale)[Math.floor(3 * random())] ?? '';
      return random() < 0.05 ? [] : [{ person: String(person), circle, item, value: Math.floor(7 * random()) }];
    });
  }).flat();
}

function counted(answers: readonly WeekAnswer[]): CountedAnswers {
  const counts = new Map<string, CountedAnswers['counts'][number]>();
  const people = new Map<string, { circle: string; answers: number }>();
  for (const { person, circle, item, value } of answers) {
    const key = `${circle} ${item} ${value}`;
    counts.set(key, { circle, item, value, people: (counts.get(key)?.people ?? 0) + 1 });
    people.set(person, { circle, answers: (people.get(person)?.answers ?? 0) + 1 });
  }
  const circles = [...new Set(answers.map(({ circle }) => circle))].map((circle) => {
    const own = [...people.values()].filter((each) => each.circle === circle);
    return { circle, people: own.length, respondents: own.filter((each) => each.answers === 3).length };
  });
  return { counts: [...counts.values()], circles };
}

function disclose(
  circles: Readonly<Record<string, readonly number[]>>,
  change: Partial<WeekToDisclose> = {},
): PublishedWeek {
  return discloseWeek({ ...base(Object.keys(circles)), answers: answersOf(circles), ...change });
}

function figure(
  week: PublishedWeek | undefined,
  name: string,
): Extract<PublishedScope, { published: true }> | undefined {
  const scope = week?.scopes.find((each) => each.scope === name);
  return scope?.published === true ? scope : undefined;
}

function shown(week: PublishedWeek): string[] {
  return week.scopes.filter((scope) => scope.published).map(({ scope }) => scope);
}

function bands(week: PublishedWeek): string[] {
  return week.scopes.flatMap((scope) => (scope.published ? [scope.respondents] : []));
}

function withheldReasons(week: PublishedWeek): string[] {
  return week.scopes.flatMap((scope) => (scope.published ? [] : [scope.reason]));
}
