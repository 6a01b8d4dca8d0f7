import { closest, distance } from 'fastest-levenshtein';

/** As large a share of a name may differ before it is no likeness any more. */
const SHARE = 0.34;

/** The known name that this one may have been meant to be: 'De Regenboog' for 'de regenbog'; null when none is like it. */
export function nearestName(name: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const plain = known.map(fold);
  const found = closest(fold(name), plain);
  if (distance(fold(name), found) > Math.max(1, Math.floor(fold(name).length * SHARE))) return null;
  return known[plain.indexOf(found)] ?? null;
}

/** Capitals, accents and spaces are what people type differently first. */
function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase();
}
