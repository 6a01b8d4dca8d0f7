/** Characters that change the direction of the text after them, which is our own text when they come from a name. */
const BIDI_CONTROL = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;
const BIDI_CONTROLS = new RegExp(BIDI_CONTROL, 'g');

/** Removes bidirectional control characters; right-to-left letters do not need them. */
export function withoutBidiControls(text: string): string {
  // Testing first, because hardly any text has one and testing takes a fifth of the time of replacing.
  return BIDI_CONTROL.test(text) ? text.replaceAll(BIDI_CONTROLS, '') : text;
}
