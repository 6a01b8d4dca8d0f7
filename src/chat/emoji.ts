/** Emoji that mean okay. */
const AGREEING =
  /[\u{1F44D}\u{1F44C}\u{1F44F}\u{1F4AA}\u{1F389}\u{1F4AF}\u2705\u2714\u263A\u{1F600}-\u{1F604}\u{1F60A}\u{1F642}]/gu;
/** Emoji that mean thank you. */
const THANKING = /[\u{1F64F}\u2764\u{1F499}-\u{1F49C}\u{1F9E1}\u{1F490}]/gu;
/** Skin tones, and the variation selector that asks for a picture instead of a letter. */
const MODIFIERS = /[\u{1F3FB}-\u{1F3FF}\uFE0F]/gu;
const SAYS_MORE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

/**
 * Reads the emoji in a text: alone they stand for a word ('ok' or 'dank'), and beside words they are left out. Unknown
 * ones stay, because they may mean anything.
 */
export function readEmoji(text: string): string {
  const plain = text.replaceAll(MODIFIERS, '');
  const left = plain.replaceAll(THANKING, ' ').replaceAll(AGREEING, ' ');
  if (left === plain) return text;
  if (SAYS_MORE.test(left)) return left;
  return plain.search(THANKING) >= 0 ? 'dank' : 'ok';
}
