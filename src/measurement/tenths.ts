/*
 * Figures are told in tenths. Binary fractions are not quite what they stand for (0.1 + 0.2), so that before rounding a
 * number is taken to the nearest millionth: a tie is a tie, whatever it was added up from.
 */

/** Multiples of 1/GRAIN are added without loss, so that the order of adding does not matter. */
const GRAIN = 2 ** 30;

/** The sum, identical to the last bit in whatever order the values come (for up to a million values from 0 to 6). */
export function exactSum(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += Math.round(value * GRAIN);
  return sum / GRAIN;
}

/** Rounds to the nearest 0.1, ties upwards. */
export function roundToTenth(value: number): number {
  return Math.round(inTenths(value)) / 10;
}

/** Rounds down to 0.1. */
export function floorToTenth(value: number): number {
  return Math.floor(inTenths(value)) / 10;
}

/** Rounds up to 0.1. */
export function ceilToTenth(value: number): number {
  return Math.ceil(inTenths(value)) / 10;
}

function inTenths(value: number): number {
  return Math.round(value * 1e6) / 1e5;
}
