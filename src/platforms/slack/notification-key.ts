import { z } from 'zod';

/* The notification's key travels in the message's metadata, so that Slack can be asked later whether it has it. */

const EVENT_TYPE = 'polsslag_notification';
const metadataSchema = z.object({
  event_type: z.literal(EVENT_TYPE),
  event_payload: z.object({ key: z.string() }),
});

/** Metadata for chat.postMessage and for a replaced message. */
export function writeKey(key: string) {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

/** The key in a message's metadata, or null when it has none of ours. */
export function readKey(metadata: unknown): string | null {
  const parsed = metadataSchema.safeParse(metadata);
  return parsed.success ? parsed.data.event_payload.key : null;
}
