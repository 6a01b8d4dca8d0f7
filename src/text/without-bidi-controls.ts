/** Control characters that turn the direction of what stands behind them, which is our own text when they come from a name. */
const BIDI_CONTROL = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const BIDI_CONTROLS = new RegExp(BIDI_CONTROL, 'g');

/** The text without bidirectional control characters: letters that are written from right to left need none. */
export function withoutBidiControls(text: string): string {
  // Hardly any has one, and looking takes a fifth of replacing.
  return BIDI_CONTROL.test(text) ? text.replaceAll(BIDI_CONTROLS, '') : text;
}
