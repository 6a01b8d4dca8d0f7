import { type Instrument, type Item, itemsOfScale } from './instrument.ts';
import { SCALES } from './scale.ts';

/** Answers that every item must have before the partnership's own item means replace those of the instrument file. */
const ANSWERS_NEEDED = 200;

/** How the partnership answered one item in earlier weeks. */
export interface ItemPast {
  readonly item: string;
  readonly answers: number;
  /** Mean answer, on the scale from 0 to 6. */
  readonly mean: number;
}

/** By item code, what is added to an answer to take out that some items get higher answers than others. */
export type Corrections = ReadonlyMap<string, number>;

/**
 * correction(item) = mean over the scale's three usual item means − the item's own usual mean, so that the three corrections of
 * a scale add up to zero, to within 2⁻¹⁸. The usual means are those of the instrument file, or of the partnership's past
 * as soon as each of the nine items has ANSWERS_NEEDED answers.
 */
export function correctionsFrom(instrument: Instrument, past: readonly ItemPast[]): Corrections {
  const own = new Map(past.map((each) => [each.item, each.mean]));
  const useOwn = correctionsSource(instrument, past) === 'own past';
  const usualMean = ({ code, mean }: Item) => (useOwn ? (own.get(code) ?? mean) : mean);
  const corrections = new Map<string, number>();
  for (const scale of SCALES) {
    const items = itemsOfScale(instrument, scale);
    const scaleMean = items.reduce((sum, item) => sum + usualMean(item), 0) / items.length;
    for (const item of items) corrections.set(item.code, inGrains(scaleMean - usualMean(item)));
  }
  return corrections;
}

/**
 * A correction in steps of 2⁻²⁰. Sums of answers and corrections are exact then, whatever the answers are: noise in a last
 * digit, which depends on them, could otherwise round a figure to one side or the other.
 */
function inGrains(correction: number): number {
  return Math.round(correction * 2 ** 20) / 2 ** 20;
}

/** Where the usual means come from: the instrument file, or the partnership's own past. */
export function correctionsSource(instrument: Instrument, past: readonly ItemPast[]): 'instrument' | 'own past' {
  const enough = new Set(past.filter(({ answers }) => answers >= ANSWERS_NEEDED).map(({ item }) => item));
  return instrument.items.every(({ code }) => enough.has(code)) ? 'own past' : 'instrument';
}
