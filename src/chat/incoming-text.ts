import { z } from 'zod';

/*
 * What comes in from outside and may end in the database: PostgreSQL refuses a NUL in a text and a key of some
 * thousands of bytes, and nothing that a platform or our own buttons make holds either.
 */

const MAX_ID = 400;
const MAX_TEXT = 2_000;

/** An id of a platform: visible ASCII. */
export const platformId = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(MAX_ID);

/** A text of our own that came back with a button or a dialog: no control characters, no lone surrogates. */
export const carriedText = z
  .string()
  .max(MAX_TEXT)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** Slack allows an action's name at most 255 characters. */
export const actionName = carriedText.min(1).max(255);
