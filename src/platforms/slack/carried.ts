import { z } from 'zod';
import { carriedText } from '../../chat/incoming-text.ts';

/** The data of an action, as it travels with a control or a modal. */
export const actionData = z.record(carriedText, carriedText);

/** What a text of ours that Slack brought back holds; null when it is not ours. */
export function parseCarried<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
