import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, barredLaneRestMs, barredMs, doubtMs, laneRestMs } from '../../src/outbox/backoff.ts';

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('back-off', () => {
  it('doubles from two seconds to ten minutes', () => {
    expect([1, 2, 3, 4].map((attempts) => backoffMs(attempts, 0.999999))).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(backoffMs(30, 0.999999)).toBe(600_000);
  });

  it('is spread over the upper half, for any number of attempts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (attempts, chance) => {
        const longest = backoffMs(attempts, 0.999999999);
        expect(backoffMs(attempts, chance)).toBeGreaterThanOrEqual(longest / 2);
        expect(backoffMs(attempts, chance)).toBeLessThanOrEqual(longest);
      }),
    );
    expect(backoffMs(5, 0.1)).not.toBe(backoffMs(5, 0.9));
  });
});

describe('the rest of a lane', () => {
  it('begins with the third failure in a row and grows to a minute', () => {
    expect([1, 2, 3, 4, 5].map((failures) => laneRestMs(failures, 0.999999))).toEqual([0, 0, 1_000, 2_000, 4_000]);
    expect(laneRestMs(100, 0.999999)).toBe(60_000);
  });

  it('is never longer than a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), random, (failures, chance) => {
        expect(laneRestMs(failures, chance)).toBeLessThanOrEqual(60_000);
      }),
    );
  });
});

describe('waiting for a workspace that bars us', () => {
  const MINUTE = 60_000;

  it('doubles from a quarter of an hour to an hour', () => {
    expect([1, 2, 3, 4, 50].map((attempts) => barredMs(attempts, 0.9999999) / MINUTE)).toEqual([15, 30, 60, 60, 60]);
    expect(barredMs(1, 0)).toBe(7.5 * MINUTE);
  });

  it('is for the lane from the third refusal in a row on', () => {
    expect([1, 2, 3, 4, 9].map((refusals) => barredLaneRestMs(refusals, 0.9999999) / MINUTE)).toEqual([
      0, 0, 15, 30, 60,
    ]);
  });
});

describe('a message in doubt', () => {
  it('is tried again soon twice, and then gives a platform in trouble hours before it is given up', () => {
    for (const doubts of [0, 1]) expect(doubtMs(doubts + 1, doubts, 0.99)).toBe(backoffMs(doubts + 1, 0.99));
    expect([2, 3, 4].map((doubts) => doubtMs(doubts + 1, doubts, 0) / 60_000)).toEqual([5, 20, 80]);
  });
});
