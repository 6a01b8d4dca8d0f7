import { describe, expect, it } from '@jest/globals';
import { median, percentile, rounded } from '../../../tools/bench/statistics.ts';

describe('the median', () => {
  it.each([
    [[7], 7],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('of nothing is no number', () => {
    expect(median([])).toBeNaN();
  });
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([
    [50, 50],
    [99, 99],
    [100, 100],
    [0, 1],
  ])('of the numbers 1 to 100: the %dth is %d', (percent, expected) => {
    expect(percentile(hundred, percent)).toBe(expected);
  });

  it('of few values is one of them, and not below the share asked for', () => {
    expect(percentile([10, 20, 30], 99)).toBe(30);
    expect(percentile([10, 20, 30], 34)).toBe(20);
  });

  it('leaves its input as it was', () => {
    const values = [3, 1, 2];
    percentile(values, 50);
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it('of nothing is no number', () => {
    expect(percentile([], 99)).toBeNaN();
  });
});

describe('a figure', () => {
  it.each([
    [0.66666, 0.667],
    [1234.5, 1230],
    [0.0012345, 0.00123],
    [5, 5],
  ])('%d is told as %d', (value, expected) => {
    expect(rounded(value)).toBe(expected);
  });
});
