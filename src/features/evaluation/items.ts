/*
 * What an evaluation asks: what teachers said makes guidance worth its time. The page asks it and the results name it, so
 * that neither has a list of its own. Bundled for the browser too: nothing here may need a server.
 */

/** In the order of the form; each answered from 1 to 5, or null for "does not apply". */
export const ITEM_CODES = [
  /** It brought something new to me. */
  'NEW',
  /** Practical, and usable at once. */
  'PRACTICAL',
  /** My problem was recognised. */
  'RECOGNISED',
  /** Agreed times were kept. */
  'AGREED_TIMES',
  /** Expertise beyond the school's own. */
  'EXPERTISE',
  /** I felt free to say what I think. */
  'FREE_TO_SPEAK',
  /** Overall. */
  'OVERALL',
] as const;

export type ItemCode = (typeof ITEM_CODES)[number];

/** The longest answer to an open question. */
export const TEXT_LENGTH = 1_000;
