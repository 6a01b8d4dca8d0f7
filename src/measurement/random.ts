/** Draws a number from 0 (inclusive) to 1 (exclusive), uniformly. */
export type Random = () => number;

/**
 * A random source that gives the same numbers for the same seed, for drawing lots and not for secrets. Source:
 * Mulberry32 by T. Ettinger (public domain), period 2^32; the seed is mixed first, so that neighbouring seeds share
 * nothing.
 */
export function seededRandom(seed: number): Random {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A copy in random order. */
export function shuffled<T>(values: readonly T[], random: Random): T[] {
  return values
    .map((value) => ({ value, lot: random() }))
    .sort((a, b) => a.lot - b.lot)
    .map(({ value }) => value);
}
