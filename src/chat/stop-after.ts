import type { Word } from './word.ts';

/** Beginnings with which somebody speaks about themselves. */
const WISHES = /^(ik wil|ik ga|wil ik|kan ik|hoe kan ik|hoe moet ik|i want|i would like|can i|how can i|how do i)\b/;

/** Longer texts are not searched: every way to divide them is tried, which would block the process. */
const MAX_WORDS_DIVIDED = 300;

/** Ways to read a part of what was said. */
interface Reading {
  /** The word that this is a way to say, apart from courtesies. */
  readonly exactly: (said: string) => Word | undefined;
  /** The word that it begins with. */
  readonly begun: (said: string) => Word | undefined;
  /** The insistent word that it contains. */
  readonly insisted: (said: string) => Word | undefined;
}

/** Negations. With one in a sentence nothing is done without asking. */
export const DENIALS = /\b(niet|geen|nooit|not|never|don t|dont|no)\b/;

/**
 * Finds a stop after another word, as in "hulp, ik wil stoppen", where the stop is what was meant. It is done at once
 * when nothing is said but that word and the stop, each by itself; less clear cases lead to a question.
 * @param clauses what was said, split at commas, full stops and the like
 * @returns null when there is none: "hulp bij stoppen met roken"
 */
export function stopAfter(clauses: readonly string[], reading: Reading): string | null {
  const words = clauses.flatMap((clause) => clause.split(' '));
  if (words.length > MAX_WORDS_DIVIDED) return null;
  const ends = new Set(clauses.map((_, index) => clauses.slice(0, index + 1).join(' ')));
  for (let length = words.length - 1; length > 0; length -= 1) {
    const before = words.slice(0, length).join(' ');
    const isApart = ends.has(before);
    const whole = reading.exactly(before);
    const word = whole ?? (isApart ? reading.begun(before) : undefined);
    // Supervisors take part in nothing, so a stop after one of their words is none.
    if (!word || word.insistent || word.for === 'supervisors' || word.beforeStop === 'wins') continue;
    const after = words.slice(length).join(' ');
    const found = stopIn(after, { word, isApart, isAll: whole !== undefined }, reading);
    if (found) return found;
  }
  return null;
}

/** The word before the stop. */
interface Before {
  readonly word: Word;
  /** Whether punctuation separates them. */
  readonly isApart: boolean;
  /** Whether nothing but that word is said. */
  readonly isAll: boolean;
}

function stopIn(said: string, before: Before, reading: Reading): string | null {
  const stop = reading.exactly(said);
  const asks = before.word.beforeStop === 'asks';
  if (!stop?.insistent) return asks ? null : lessPlain(said, before, reading);
  // "Afspraak afmelden" is about the appointment.
  const isSentence = before.isApart || said.includes(' ');
  if (asks && !isSentence) return null;
  const isPlain = isSentence && before.isAll && !asks;
  return isPlain ? stop.command : (stop.asks ?? null);
}

function lessPlain(said: string, { isApart }: Before, { exactly, insisted }: Reading): string | null {
  const within = insisted(said);
  const begins = isApart && within !== undefined && within === exactly(said.split(' ')[0] ?? '');
  const isMeant = begins || (WISHES.test(said) && !DENIALS.test(said));
  return isMeant ? (within?.asks ?? null) : null;
}
