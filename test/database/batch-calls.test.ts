import { describe, expect, it } from '@jest/globals';
import { batchCalls, batchLoader } from '../../src/database/batch-calls.ts';

function letters() {
  const asked: (readonly string[])[] = [];
  const load = batchLoader(async (ids) => {
    asked.push(ids);
    if (ids.includes('broken')) throw new Error('the database is away');
    return new Map(ids.filter((id) => id !== 'none').map((id) => [id, id.toUpperCase()]));
  });
  return { asked, load };
}

describe('loading together', () => {
  it('reads everything that is requested in the same turn at once, and gives every caller their own result', async () => {
    const { asked, load } = letters();
    expect(await Promise.all([load('a'), load('b'), load('a'), load('none')])).toEqual(['A', 'B', 'A', null]);
    expect(asked).toEqual([['a', 'b', 'none']]);
  });

  it('includes requests that come a little later in that turn', async () => {
    const { asked, load } = letters();
    const afterOthers = Promise.resolve()
      .then(() => undefined)
      .then(() => load('b'));
    expect(await Promise.all([load('a'), afterOthers])).toEqual(['A', 'B']);
    expect(asked).toEqual([['a', 'b']]);
  });

  it('asks again in a later turn', async () => {
    const { asked, load } = letters();
    await load('a');
    await load('a');
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('reports a failure to every caller, and continues afterwards', async () => {
    const { load } = letters();
    const results = await Promise.allSettled([load('a'), load('broken')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await load('a')).toBe('A');
  });
});

describe('doing together', () => {
  it('gives everyone their own answer, also to the same question, and does no more than a hundred at a time', async () => {
    const sizes: number[] = [];
    const double = batchCalls(async (numbers: readonly number[]) => {
      sizes.push(numbers.length);
      return numbers.map((number, place) => `${number} ${place}`);
    });
    expect(await Promise.all([double(7), double(7), double(8)])).toEqual(['7 0', '7 1', '8 2']);
    const many = Array.from({ length: 230 }, (_, number) => number);
    expect(await Promise.all(many.map(double))).toEqual(many.map((number) => `${number} ${number % 100}`));
    expect(sizes).toEqual([3, 100, 100, 30]);
  });

  it('throws rather than give nothing to somebody', async () => {
    const forgetful = batchCalls(async (numbers: readonly number[]) => numbers.slice(1));
    const results = await Promise.allSettled([forgetful(1), forgetful(2)]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});
