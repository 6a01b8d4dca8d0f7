import { describe, expect, it } from '@jest/globals';
import { discloseResources, parsePublishedResources } from '../../src/measurement/disclosure/resources.ts';
import en from '../../src/measurement/instruments/resources-en.json' with { type: 'json' };
import nl from '../../src/measurement/instruments/resources-nl.json' with { type: 'json' };
import { seededRandom } from '../../src/measurement/random.ts';
import { parseResources, RESOURCE_GROUPS, resourceScore } from '../../src/measurement/resource-instrument.ts';

const WITHHELD = 'withheld to protect the people in it';
const instrument = parseResources(nl, 'resources-nl');
/** Integer answers with this mean. */
const spread = (mean: number, people: number) => {
  const total = Math.round(mean * people);
  return Array.from({ length: people }, (_, index) => Math.floor(total / people) + (index < total % people ? 1 : 0));
};
const item = (code: string, group: (typeof RESOURCE_GROUPS)[number], scores: readonly number[]) => ({
  code,
  group,
  scores,
});

describe('the instrument file on resources', () => {
  it('ships in both languages with eight external and eight personal resources and six statements, and five steps', () => {
    for (const json of [nl, en]) {
      const { items, answers } = parseResources(json, 'resources');
      const sizes = RESOURCE_GROUPS.map((group) => items.filter((each) => each.group === group).length);
      expect([sizes, answers.map(({ value }) => value)]).toEqual([
        [8, 8, 6],
        [1, 2, 3, 4, 5],
      ]);
    }
    const skeleton = ({ items }: typeof instrument) => items.map(({ text: _, label: __, ...rest }) => rest);
    expect(skeleton(parseResources(en, 'en'))).toEqual(skeleton(instrument));
  });

  it('is refused with every fault in plain words', () => {
    const twice = { ...nl, items: [...nl.items.filter(({ group }) => group !== 'locus'), ...nl.items.slice(0, 1)] };
    expect(() => parseResources({ ...twice, answers: nl.answers.slice(1) }, 'mine.json')).toThrow(
      /Resources mine.json: group locus has no item.*COLLEAGUES stands more than once.*answers must be five/s,
    );
    expect(() => parseResources({ ...nl, items: [{ code: 'x' }] }, 'mine.json')).toThrow(/items\.0\.code/);
  });

  it('turns an item round of which more is less', () => {
    expect([1, 2.5, 5].map((value) => resourceScore({ reversed: true }, value))).toEqual([5, 3.5, 1]);
    expect(resourceScore({ reversed: false }, 4)).toBe(4);
  });
});

describe('the ranking of a quarter', () => {
  it('is that of the known means, each group by itself', () => {
    const known = [3.1, 4.2, 2.4, 3.6, 2.9, 3.9, 3.3, 2.1];
    const input = instrument.items.map(({ code, group }, index) =>
      item(code, group, spread(known[index % 8] ?? 3, 60)),
    );
    const { published, told } = discloseResources('2026-Q4', input, 5);
    expect(told).toHaveLength(22);
    expect(published.groups.map(({ group }) => group)).toEqual(['external', 'personal', 'locus']);
    for (const { group, resources } of published.groups) {
      const expected = input
        .filter((each) => each.group === group)
        .map(({ code, scores }) => ({ code, mean: scores.reduce((sum, each) => sum + each, 0) / scores.length }))
        .toSorted((one, other) => other.mean - one.mean);
      expect(resources.map(({ code }) => code)).toEqual(expected.map(({ code }) => code));
      for (const [index, shape] of resources.entries()) {
        if (!('figure' in shape)) throw new Error(`withheld: ${shape.code}`);
        expect(Math.abs(shape.figure.mean - (expected[index]?.mean ?? 0))).toBeLessThanOrEqual(
          shape.figure.step / 2 + 1e-9,
        );
      }
    }
    expect(parsePublishedResources(JSON.stringify(published))).toEqual(published);
  });

  it('withholds what fewer than six answered, or than the minimum, last and with the one reason', () => {
    const input = [item('A', 'external', [5, 5, 5, 5, 5]), item('B', 'external', spread(2, 8))];
    const { published, told } = discloseResources('2026-Q4', input, 5);
    expect(published.groups[0]?.resources).toEqual([
      { code: 'B', figure: { mean: expect.any(Number), step: expect.any(Number) }, raters: '5-9' },
      { code: 'A', reason: WITHHELD },
    ]);
    expect(told).toEqual(['B']);
    expect(discloseResources('2026-Q4', input, 8).told).toEqual(['B']);
    expect(discloseResources('2026-Q4', input, 9).told).toEqual([]);
  });

  it('follows what is shown, and not what is hidden behind the same range', () => {
    const nearly = [5, 5, 5, 5, 5, 4];
    const orders = [
      [nearly, [5, 5, 5, 5, 5, 5]],
      [[5, 5, 5, 5, 5, 5], nearly],
    ].map(
      ([a = [], b = []]) => discloseResources('2026-Q4', [item('A', 'locus', a), item('B', 'locus', b)], 5).published,
    );
    expect(orders[0]).toEqual(orders[1]);
  });

  it('confines nobody to less than a third of the scale, also for who sees all rankings and knows two of the others', () => {
    // Two items of six teachers each, in every combination: what is seen of one reveals nothing about the other.
    const all = (people: number, from = 1): number[][] =>
      people === 0
        ? [[]]
        : Array.from({ length: 6 - from }, (_, index) => from + index).flatMap((value) =>
            all(people - 1, value).map((rest) => [value, ...rest]),
          );
    const possible = new Map<string, Set<number>>();
    for (const [index, scores] of all(6).entries()) {
      const other = all(6)[(index * 7) % 210] ?? [];
      const { published } = discloseResources(
        '2026-Q4',
        [item('A', 'external', scores), item('B', 'external', other)],
        5,
      );
      const shape = published.groups[0]?.resources.find(({ code }) => code === 'A');
      const exact = shape && 'figure' in shape && shape.figure.step === 0.1 ? scores.reduce((a, b) => a + b, 0) : '';
      for (let first = 0; first < 6; first += 1) {
        for (let second = first + 1; second < 6; second += 1) {
          const key = `${JSON.stringify(shape)} ${exact} ${scores[first]} ${scores[second]}`;
          const rest = scores.filter((_, place) => place !== first && place !== second);
          possible.set(key, new Set([...(possible.get(key) ?? []), ...rest]));
        }
      }
    }
    const widths = [...possible.values()].map((values) => Math.max(...values) - Math.min(...values));
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(4 / 3);
  });
});

/** Answers of this many teachers, of whom 40 % answer an item: SD 0.5 between teachers, 0.8 between items. */
function answering(teachers: number, seed: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const people = Array.from({ length: teachers }, () => 0.5 * normal());
  const answer = (of: number, person: number) => Math.min(5, Math.max(1, Math.round(of + person + 0.8 * normal())));
  return (mean: number) => people.flatMap((person) => (random() < 0.4 ? [answer(mean, person)] : []));
}

/**
 * How often an item is shown to 0.1 and as a range, and how often, of two that differ by 0.5, the right one comes
 * first.
 */
function power(teachers: number, mean: number, quarters = 400) {
  const seen = Array.from({ length: quarters }, (_, seed) => {
    const scores = answering(teachers, seed);
    const input = [item('LOW', 'external', scores(mean - 0.25)), item('HIGH', 'external', scores(mean + 0.25))];
    return discloseResources('2026-Q4', input, 5).published.groups[0]?.resources ?? [];
  });
  const figures = seen.map((shapes) =>
    shapes.flatMap((shape) => ('figure' in shape ? [{ code: shape.code, ...shape.figure }] : [])),
  );
  const share = (count: number) => Math.round((100 * count) / (2 * quarters));
  const pairs = figures.flatMap(([top, bottom]) => (top && bottom ? [{ top, bottom }] : []));
  const right = pairs.filter(({ top, bottom }) => top.mean > bottom.mean && top.code === 'HIGH');
  return {
    fine: share(figures.flat().filter(({ step }) => step === 0.1).length),
    coarse: share(figures.flat().filter(({ step }) => step !== 0.1).length),
    first: Math.round((100 * right.length) / Math.max(1, pairs.length)),
  };
}

describe('what a team sees when 40 % answer', () => {
  it('is most items of 23 teachers, and all of 60', () => {
    const [small, large] = [power(23, 3.5), power(60, 3.5)];
    expect(small.fine + small.coarse).toBeGreaterThan(85);
    expect(large.fine).toBeGreaterThan(95);
    expect(large.first).toBeGreaterThan(85);
  });
});
