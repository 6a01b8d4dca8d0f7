import { closest, distance } from 'fastest-levenshtein';

/** The known word that this one probably means; null when none is similar. @param share of the word that may differ */
export function nearestWord(word: string, known: readonly string[], share = 0.4): string | null {
  if (known.length === 0) return null;
  const nearest = closest(word, known);
  return distance(word, nearest) <= Math.max(1, Math.floor(share * word.length)) ? nearest : null;
}
