import type { Instrument } from './instrument.ts';
import { itemsOfScale } from './instrument.ts';
import { type Random, shuffled } from './random.ts';
import { dealEvenly, ITEM_SETS } from './rotation-balance.ts';
import { SCALES, type Scale } from './scale.ts';

/** A teacher who is due, with the codes of the items already asked in the running cycle. */
export interface DueTeacher {
  readonly id: string;
  readonly asked: Readonly<Record<Scale, readonly string[]>>;
}

export type ThreeItems = readonly [string, string, string];

/**
 * Chooses one item of each scale for every teacher of ONE circle who is asked this week, in the order of asking.
 *
 * A teacher gets all nine items in three check-ins, in an order drawn anew for each cycle; one whose three items
 * of a scale have all been asked begins a new cycle. Within that, the numbers of people per item differ by as little
 * as possible (by at most one wherever the cycles allow it), and next week's last items are kept as even as can be.
 * The same input and random source give the same result. Takes time in proportion to the number of teachers.
 */
export function assignItems(
  teachers: readonly DueTeacher[],
  instrument: Instrument,
  random: Random,
): ReadonlyMap<string, ThreeItems> {
  const [vigour, dedication, absorption] = SCALES.map((scale) => assignScale(teachers, scale, instrument, random));
  const assigned = new Map<string, ThreeItems>();
  for (const { id } of teachers) {
    const [first, second, third] = shuffled([vigour?.get(id), dedication?.get(id), absorption?.get(id)], random);
    if (first !== undefined && second !== undefined && third !== undefined) assigned.set(id, [first, second, third]);
  }
  return assigned;
}

function assignScale(
  teachers: readonly DueTeacher[],
  scale: Scale,
  instrument: Instrument,
  random: Random,
): ReadonlyMap<string, string> {
  // In random order, so that no item is favoured where the division leaves a choice.
  const codes = shuffled(
    itemsOfScale(instrument, scale).map((item) => item.code),
    random,
  );
  const groups = groupByOpenItems(teachers, scale, codes);
  const deal = dealEvenly(groups.map((ids) => ids.length));
  const assigned = new Map<string, string>();
  groups.forEach((ids, set) => {
    const waiting = shuffled(ids, random);
    codes.forEach((code, item) => {
      for (const id of waiting.splice(0, deal[set]?.[item] ?? 0)) assigned.set(id, code);
    });
  });
  return assigned;
}

/** Ids of teachers by the set of items still open to them, in the order of ITEM_SETS. */
function groupByOpenItems(teachers: readonly DueTeacher[], scale: Scale, codes: readonly string[]): string[][] {
  const groups: string[][] = ITEM_SETS.map(() => []);
  const places = new Map(ITEM_SETS.map((items, set) => [items.join(), set]));
  const everything = codes.map((_, item) => item);
  for (const { id, asked } of teachers) {
    const open = everything.filter((item) => !asked[scale].includes(codes[item] ?? ''));
    groups[places.get((open.length === 0 ? everything : open).join()) ?? 0]?.push(id);
  }
  return groups;
}
