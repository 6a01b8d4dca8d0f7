import { type Instrument, type Item, itemsOfScale } from './instrument.ts';
import { SCALES } from './scale.ts';

/** How many answers every item needs before the partnership's own item means replace those of the instrument file. */
const ANSWERS_NEEDED = 200;

/** The partnership's answers to one item in earlier weeks. */
export interface ItemPast {
  readonly item: string;
  readonly answers: number;
  /** The mean answer, from 0 to 6. */
  readonly mean: number;
}

/** By item code, the amount added to an answer because some items usually get higher answers than others. */
export type Corrections = ReadonlyMap<string, number>;

/**
 * Computes the corrections: correction(item) = mean of the scale's three usual item means − the item's own usual mean.
 * The three corrections of a scale add up to zero within 2⁻¹⁸. The usual means are those of the instrument file, or of
 * the partnership's past as soon as each of the nine items has ANSWERS_NEEDED answers.
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
 * Rounds a correction to steps of 2⁻²⁰, so that sums of answers and corrections are exact. Otherwise noise in a last
 * digit, which depends on the answers, could decide how a figure is rounded.
 */
function inGrains(correction: number): number {
  return Math.round(correction * 2 ** 20) / 2 ** 20;
}

/** The source of the usual means: the instrument file, or the partnership's own past. */
export function correctionsSource(instrument: Instrument, past: readonly ItemPast[]): 'instrument' | 'own past' {
  const enough = new Set(past.filter(({ answers }) => answers >= ANSWERS_NEEDED).map(({ item }) => item));
  return instrument.items.every(({ code }) => enough.has(code)) ? 'own past' : 'instrument';
}
