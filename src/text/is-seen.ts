const SEEN = /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** Whether anything of a text is seen: spaces, signs of direction and characters without width are not. */
export function isSeen(text: string): boolean {
  return SEEN.test(text);
}
