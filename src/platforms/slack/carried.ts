import { z } from 'zod';
import { carriedText } from '../../chat/incoming-text.ts';

/** The data of an action, as it travels with a control or a modal. */
export const actionData = z.record(carriedText, carriedText);

/** Reads a text that we stored in a control or modal; null when it is not one of ours. */
export function parseCarried<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
