import { nearestWord } from './nearest-word.ts';

/** A name that differs by more than this share is another name. */
const SHARE = 0.34;

/** The known name that this one probably means: 'De Regenboog' for 'de regenbog'; null when none is similar. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const plain = known.map(fold);
  const found = nearestWord(fold(name), plain, SHARE);
  return found === null ? null : (known[plain.indexOf(found)] ?? null);
}

/** Ignores capitals, accents and spaces, which people type differently most often. */
function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase();
}
