import { describe, expect, it } from '@jest/globals';
import { type Random, seededRandom } from '../../src/measurement/random.ts';
import { assignItems } from '../../src/measurement/rotation.ts';
import { SCALES, type Scale } from '../../src/measurement/scale.ts';
import { codesOf, instrument, makeTeachers, rememberAsked, rotation, type Teacher } from './fixtures.ts';

describe('the rotation', () => {
  it('gives every teacher one item of each scale, and all nine in three check-ins', () => {
    const random = seededRandom(1);
    const teachers = makeTeachers(23, true, random);
    for (let cycle = 0; cycle < 5; cycle += 1) {
      const weeks = [0, 1, 2].map((week) => rotation(teachers, week, random));
      for (const { id } of teachers) {
        const items = weeks.flatMap((week) => week.get(id) ?? []);
        expect(new Set(items).size).toBe(9);
        for (const week of weeks) expect(scalesOf(week.get(id) ?? [])).toEqual([...SCALES].sort());
      }
    }
  });

  it('stays within one for a group that starts together, whatever its size, over whole cycles', () => {
    for (let size = 1; size <= 40; size += 1) {
      const random = seededRandom(size);
      const teachers = makeTeachers(size, true, random);
      for (let week = 0; week < 9; week += 1)
        expect(widestGap(rotation(teachers, week, random))).toBeLessThanOrEqual(1);
    }
  });

  it('draws the order anew for each person and cycle, and the order of asking too', () => {
    const random = seededRandom(3);
    const teachers = makeTeachers(60, true, random);
    const weeks = Array.from({ length: 6 }, (_, week) => rotation(teachers, week, random));
    const orders = (from: number, id: string) =>
      weeks.slice(from, from + 3).map((week) =>
        week
          .get(id)
          ?.filter((item) => codesOf('vigour').includes(item))
          .join(),
      );
    const first = teachers.map(({ id }) => orders(0, id).join('>'));
    expect(new Set(first).size).toBe(6);
    expect(teachers.filter(({ id }) => orders(0, id).join() === orders(3, id).join()).length).toBeLessThan(25);
    const scaleAskedFirst = [...(weeks[0]?.values() ?? [])].map(([item]) => item?.slice(0, 3));
    expect(new Set(scaleAskedFirst).size).toBe(3);
  });

  it('is the same for the same random source', () => {
    const due = makeTeachers(31, true, seededRandom(5));
    const once = assignItems(due, instrument, seededRandom(9));
    expect([...assignItems(due, instrument, seededRandom(9))]).toEqual([...once]);
    expect([...assignItems(due, instrument, seededRandom(10))]).not.toEqual([...once]);
    expect(assignItems([], instrument, seededRandom(1)).size).toBe(0);
  });

  it('finds the most even division that the cycles allow', () => {
    const random = seededRandom(11);
    for (let trial = 0; trial < 300; trial += 1) {
      const teachers = makeTeachers(2 + Math.floor(random() * 6), true, random);
      for (const teacher of teachers) startAnywhere(teacher, random);
      const open = new Map(teachers.map((teacher) => [teacher.id, openItems(teacher, 'absorption')]));
      const items = [...assignItems(teachers, instrument, random).entries()];
      for (const [id, chosen] of items) {
        const code = chosen.find((item) => codesOf('absorption').includes(item)) ?? '';
        expect(open.get(id)).toContain(code);
      }
      const counts = codesOf('absorption').map((code) => items.filter(([, chosen]) => chosen.includes(code)).length);
      expect(sumOfSquares(counts)).toBe(fewestSquares([...open.values()]));
    }
  });

  it('yields to the cycle only, when people join, leave and are not asked', () => {
    const random = seededRandom(13);
    const gaps = new Map<number, number>();
    let teachers = makeTeachers(12, true, random);
    for (let week = 0; week < 300; week += 1) {
      teachers = teachers.filter(() => random() > 0.02);
      if (random() < 0.25) teachers.push(...makeTeachers(1, true, random, `joined-${week}`));
      const due = teachers.filter(() => random() > 0.1);
      const least = Math.max(1, ...SCALES.map((scale) => unavoidableGap(due, scale)));
      const gap = widestGap(rotation(due, week, random));
      expect(gap).toBeLessThanOrEqual(least);
      gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
    }
    const weeks = [...gaps.values()].reduce((sum, count) => sum + count, 0);
    const shares = [...gaps]
      .sort(([a], [b]) => a - b)
      .map(([gap, count]) => `${gap}: ${((100 * count) / weeks).toFixed(1)} %`);
    console.log(`Largest difference in people per item within a circle and week: ${shares.join(', ')}`);
    expect(((gaps.get(0) ?? 0) + (gaps.get(1) ?? 0)) / weeks).toBeGreaterThan(0.9);
  });

  it('gives everybody of a large circle their items', () => {
    const random = seededRandom(17);
    const teachers = makeTeachers(5000, true, random);
    for (const teacher of teachers) startAnywhere(teacher, random);
    expect(assignItems(teachers, instrument, random).size).toBe(5000);
  });
});

function scalesOf(items: readonly string[]): string[] {
  return items.flatMap((item) => SCALES.filter((scale) => codesOf(scale).includes(item))).sort();
}

function startAnywhere(teacher: Teacher, random: Random): void {
  const check = Math.floor(random() * 3);
  for (let count = 0; count < check; count += 1) {
    rememberAsked(teacher, assignItems([teacher], instrument, random).get(teacher.id) ?? []);
  }
}

function openItems({ asked }: Teacher, scale: Scale): readonly string[] {
  const open = codesOf(scale).filter((code) => !asked[scale].includes(code));
  return open.length === 0 ? codesOf(scale) : open;
}

function gapOf(assigned: ReadonlyMap<string, readonly string[]>, scale: Scale): number {
  const items = [...assigned.values()].flat();
  const counts = codesOf(scale).map((code) => items.filter((item) => item === code).length);
  return Math.max(...counts) - Math.min(...counts);
}

function widestGap(assigned: ReadonlyMap<string, readonly string[]>): number {
  return Math.max(...SCALES.map((scale) => gapOf(assigned, scale)));
}

/** The smallest possible difference, by the sums of squares of every reachable division (dynamic programming). */
function unavoidableGap(teachers: readonly Teacher[], scale: Scale): number {
  const reachable = divisions(
    teachers.map((teacher) => openItems(teacher, scale)),
    codesOf(scale),
  );
  return Math.min(...reachable.map((counts) => Math.max(...counts) - Math.min(...counts)));
}

function fewestSquares(open: readonly (readonly string[])[]): number {
  return Math.min(...divisions(open, codesOf('absorption')).map(sumOfSquares));
}

function divisions(open: readonly (readonly string[])[], codes: readonly string[]): number[][] {
  let reachable = new Set(['0,0,0']);
  for (const choices of open) {
    const next = new Set<string>();
    for (const counts of reachable) {
      for (const code of choices) {
        const changed = counts.split(',').map(Number);
        const place = codes.indexOf(code);
        changed[place] = (changed[place] ?? 0) + 1;
        next.add(changed.join());
      }
    }
    reachable = next;
  }
  return [...reachable].map((counts) => counts.split(',').map(Number));
}

function sumOfSquares(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count * count, 0);
}
