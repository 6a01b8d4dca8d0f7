import { z } from 'zod';

/*
 * What comes in from outside and may end in the database: PostgreSQL refuses a NUL in a text and a key of some
 * thousands of bytes, and nothing that a platform or our own buttons make holds either.
 */

const LONGEST_ID = 400;
const LONGEST_TEXT = 2_000;
/** In code units, of which a character takes one or two; no field of a dialog holds more than 3,000 characters. */
const LONGEST_TYPED = 6_000;

/** An id as platforms make them: visible ASCII. */
export const platformId = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(LONGEST_ID);

/** A text of our own that a button or a dialog brought back: no control characters, no half characters. */
export const carriedText = z
  .string()
  .max(LONGEST_TEXT)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u);

/** The name of an action. */
export const actionName = carriedText.min(1).max(255);

/**
 * A text that somebody typed, without spaces around it. Line breaks and tabs stay, as plain ones; other control characters
 * and half characters come along with what is pasted, and are left out.
 */
export const typedText = z
  .string()
  .max(LONGEST_TYPED)
  .transform((text) =>
    text
      .replaceAll(/\r\n|[\r\v\f\u0085\u2028\u2029]/g, '\n')
      .replaceAll(/[^\P{Cc}\n\t]|\p{Cs}/gu, '')
      .trim(),
  );
