import { type Instrument, itemsOfScale } from './instrument.ts';
import { type Random, shuffled } from './random.ts';
import { SCALES, type Scale } from './scale.ts';

/** A teacher to be asked, with the codes of the items already asked in the running cycle. */
export interface DueTeacher {
  readonly id: string;
  readonly asked: Readonly<Record<Scale, readonly string[]>>;
}

type ThreeItems = readonly [string, string, string];

/**
 * Chooses one item of each scale for every teacher of ONE circle who is asked this week, in random order. A teacher
 * gets all nine items in three check-ins, in a new order in each cycle; a teacher who was asked all three items of a
 * scale begins a new cycle. Within these limits the numbers of people for each item differ as little as possible (by at
 * most one wherever the cycles allow it), and the items left for next week are kept as even as possible. The same input
 * and random source give the same result. The time is proportional to the number of teachers.
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
  for (const { id, asked } of teachers) {
    const before = asked[scale];
    const open = codes.reduce((items, code, item) => (before.includes(code) ? items : items | (1 << item)), 0);
    groups[SET_OF_OPEN.get(open) ?? ALL_OPEN]?.push(id);
  }
  return groups;
}

/* How the items of a scale are dealt evenly. */

/** The possible sets of items still open to a teacher: late, midway and early in the cycle. */
const ITEM_SETS: readonly (readonly number[])[] = [[0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]];

/** Indexes of ITEM_SETS by their items, one bit each. A teacher with none open begins again with all. */
const SET_OF_OPEN = new Map(ITEM_SETS.map((items, set) => [items.reduce((bits, item) => bits | (1 << item), 0), set]));
const ALL_OPEN = ITEM_SETS.length - 1;

/** How many people of each set of ITEM_SETS get each of the three items. */
type Deal = number[][];
type Triple = readonly [number, number, number];

/** A change to a deal: people move from one item to another, one by one. */
interface Step {
  readonly moves: readonly { readonly set: number; readonly from: number; readonly to: number }[];
  /** Its effect on the number of people asked each item now, and on the number who must get each item next time. */
  readonly now: Triple;
  readonly last: Triple;
}

const SINGLE_STEPS: readonly Step[] = ITEM_SETS.flatMap((items, set) =>
  items.flatMap((from) =>
    items
      .filter((to) => to !== from)
      .map((to) => {
        const now = unit(to, from);
        // Midway in the cycle, the item that is not given now is the one left for last.
        return { moves: [{ set, from, to }], now, last: items.length === 2 ? unit(from, to) : ([0, 0, 0] as const) };
      }),
  ),
);
/** Some improvements need two moves at once: one person makes room for another. */
const IMPROVEMENTS: readonly Step[] = [
  ...SINGLE_STEPS,
  ...SINGLE_STEPS.flatMap((a) =>
    SINGLE_STEPS.filter((b) => b !== a).map((b) => ({
      moves: [...a.moves, ...b.moves],
      now: sum(a.now, b.now),
      last: sum(a.last, b.last),
    })),
  ),
];

/**
 * Divides the people of each set (sizes in the order of ITEM_SETS) over their open items: first as evenly over the
 * three items as the sets allow, then such that the items left for last are even too. Both goals are sums of squares
 * over a small network, so that stepwise improvement reaches the optimum. Between equal solutions it favours lower item
 * numbers, so the caller must number the items at random.
 */
function dealEvenly(sizes: readonly number[]): readonly (readonly number[])[] {
  const deal = ITEM_SETS.map((items, set) => startEven(items, sizes[set] ?? 0));
  let now = askedNow(deal);
  let last = leftForLast(deal);
  for (;;) {
    const better = IMPROVEMENTS.find((step) => improves(step, now, last) && isPossible(step, deal));
    if (better === undefined) return deal;
    for (const { set, from, to } of better.moves) {
      addCount(deal[set], from, -1);
      addCount(deal[set], to, 1);
    }
    now = sum(now, better.now);
    last = sum(last, better.last);
  }
}

function startEven(items: readonly number[], people: number): number[] {
  const counts = [0, 0, 0];
  items.forEach((item, place) => {
    counts[item] = Math.floor((people + items.length - 1 - place) / items.length);
  });
  return counts;
}

function improves(step: Step, now: Triple, last: Triple): boolean {
  const first = growth(now, step.now);
  return first < 0 || (first === 0 && growth(last, step.last) < 0);
}

/** What a change adds to the sum of squares. */
function growth(counts: Triple, change: Triple): number {
  return (
    change[0] * (2 * counts[0] + change[0]) +
    change[1] * (2 * counts[1] + change[1]) +
    change[2] * (2 * counts[2] + change[2])
  );
}

function isPossible(step: Step, deal: Deal): boolean {
  return step.moves.every(({ set, from }) => {
    const leaving = step.moves.filter((move) => move.set === set && move.from === from).length;
    return (deal[set]?.[from] ?? 0) >= leaving;
  });
}

function askedNow(deal: Deal): Triple {
  const total = (item: number) => deal.reduce((people, counts) => people + (counts[item] ?? 0), 0);
  return [total(0), total(1), total(2)];
}

function leftForLast(deal: Deal): Triple {
  const total = (item: number) =>
    deal.reduce((people, counts, set) => {
      const items = ITEM_SETS[set] ?? [];
      const other = items.find((each) => each !== item);
      return items.length === 2 && items.includes(item) && other !== undefined ? people + (counts[other] ?? 0) : people;
    }, 0);
  return [total(0), total(1), total(2)];
}

function addCount(counts: number[] | undefined, item: number, change: number): void {
  if (counts !== undefined) counts[item] = (counts[item] ?? 0) + change;
}

function unit(plus: number, minus: number): Triple {
  const at = (item: number) => (item === plus ? 1 : 0) - (item === minus ? 1 : 0);
  return [at(0), at(1), at(2)];
}

function sum(a: Triple, b: Triple): Triple {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
