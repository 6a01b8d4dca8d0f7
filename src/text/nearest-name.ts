import { likeness } from './likeness.ts';

/** As large a share of a name may differ before it is no likeness any more. */
const SHARE = 0.34;

/** The known name that this one may have been meant to be: 'De Regenboog' for 'de regenbog'; null when none is like it. */
export function nearestName(name: string, known: readonly string[]): string | null {
  const plain = known.map(fold);
  const found = likeness(fold(name), plain, SHARE);
  return found === null ? null : (known[plain.indexOf(found)] ?? null);
}

/** Capitals, accents and spaces are what people type differently first. */
function fold(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase();
}
