import { createHash } from 'node:crypto';

/** In hexadecimal: to know a text again without keeping it. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
