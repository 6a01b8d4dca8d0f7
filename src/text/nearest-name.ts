import { nearestWord } from './nearest-word.ts';

/** Of a name: what differs by more is another one. */
const SHARE = 0.34;

/** The known name that this one may have been meant to be: 'De Regenboog' for 'de regenbog'; null when none is like it. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const plain = known.map(fold);
  const found = nearestWord(fold(name), plain, SHARE);
  return found === null ? null : (known[plain.indexOf(found)] ?? null);
}

/** Capitals, accents and spaces are what people type differently first. */
function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase();
}
