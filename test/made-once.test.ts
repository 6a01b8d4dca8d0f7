import { describe, expect, it } from '@jest/globals';
import { madeOnce } from '../src/made-once.ts';

describe('what is made once', () => {
  it('is made when it is first needed, and shared by all who need it', async () => {
    let times = 0;
    const get = madeOnce(async () => {
      times += 1;
      return times;
    });
    expect(times).toBe(0);
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    expect(await get()).toBe(1);
  });

  it('is made again after a failure, which all who were waiting hear of', async () => {
    let times = 0;
    const get = madeOnce(async () => {
      times += 1;
      if (times === 1) throw new Error('too many open files');
      return times;
    });
    const first = await Promise.allSettled([get(), get()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await get()).toBe(2);
    expect(await get()).toBe(2);
  });
});
