import type { Word } from './word.ts';

/** Whoever says so means themselves. */
const WISHES = /^(ik wil|ik ga|wil ik|kan ik|hoe kan ik|hoe moet ik|i want|i would like|can i|how can i|how do i)\b/;

/** Of more words than these it is not looked for: every way to divide them is read, and nobody else is answered meanwhile. */
const MAX_WORDS_DIVIDED = 300;

/** How what is said is read, in parts. */
interface Reading {
  /** The word that these are a way to say, courtesies aside. */
  readonly exactly: (said: string) => Word | undefined;
  /** The word with which it begins. */
  readonly begun: (said: string) => Word | undefined;
  /** The insistent word that is in it. */
  readonly insisted: (said: string) => Word | undefined;
}

/** What turns a sentence around: then nothing is done without asking. */
export const DENIALS = /\b(niet|geen|nooit|not|never|don t|dont|no)\b/;

/**
 * A stop that comes after another word, as in "hulp, ik wil stoppen": it is what was meant. It is one at once when nothing
 * but that word and the stop is said, each by itself; what is less plain is asked about.
 * @param clauses what was said, divided where it is by commas, full stops and the like
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
    // Supervisors take part in nothing.
    if (!word || word.insistent || word.for === 'supervisors' || word.beforeStop === 'wins') continue;
    const after = words.slice(length).join(' ');
    const found = stopIn(after, { word, isApart, isAll: whole !== undefined }, reading);
    if (found) return found;
  }
  return null;
}

/** What comes before it. */
interface Before {
  readonly word: Word;
  /** A sign stands between them. */
  readonly isApart: boolean;
  /** It says nothing but that word. */
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
