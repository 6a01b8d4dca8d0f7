/** Signs that turn the direction of what stands behind them, which is our own text when they come from a name. */
const DIRECTION = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const DIRECTIONS = new RegExp(DIRECTION, 'g');

/** The text without signs of direction: letters that are written from right to left need none. */
export function withoutDirections(text: string): string {
  // Hardly any has one, and looking takes a fifth of replacing.
  return DIRECTION.test(text) ? text.replaceAll(DIRECTIONS, '') : text;
}
