import { type Instrument, type Item, itemsOfScale } from './instrument.ts';
import type { Random } from './random.ts';
import { SCALES } from './scale.ts';

/**
 * Standard deviations on the scale from 0 to 6: people differ most, a person's scales and items less, and weeks least.
 */
const SD = { person: 1.0, scale: 0.5, item: 0.5, week: 0.7 } as const;

/**
 * A simulated teacher: gives the answer, 0 to 6, of this person to an item now. `better` is how many points better than
 * usual things are.
 */
export type Truth = (item: string, better?: number) => number;

/**
 * Draws a teacher. The usual answer is item mean + person + person's scale + person's item, each normal with the SDs
 * above, limited to 0 to 6 and made whole by a fair draw. When `constant`, every item has one answer while things are
 * as usual; otherwise each answer adds a normal deviation for its week.
 */
export function drawTruth(instrument: Instrument, constant: boolean, random: Random): Truth {
  const person = SD.person * normal(random);
  const usual = new Map<string, number>();
  for (const scale of SCALES) {
    const onScale = SD.scale * normal(random);
    for (const item of itemsOfScale(instrument, scale))
      usual.set(item.code, usualAnswer(item, person + onScale, random));
  }
  if (!constant)
    return (item, better = 0) => whole((usual.get(item) ?? 0) + better + SD.week * normal(random), random());
  const lots = new Map([...usual.keys()].map((item) => [item, random()]));
  return (item, better = 0) => whole((usual.get(item) ?? 0) + better, lots.get(item) ?? 0);
}

function usualAnswer(item: Item, deviation: number, random: Random): number {
  return item.mean + deviation + SD.item * normal(random);
}

/** A whole answer whose expectation over the lots is the value, as far as the ends of the scale allow. */
function whole(value: number, lot: number): number {
  return Math.min(6, Math.max(0, Math.floor(value + lot)));
}

/** A standard normal draw. Source: Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
