import { z } from 'zod';

/*
 * Block Kit's text objects with Slack's limits (docs.slack.dev/reference/block-kit/composition-objects). The schemas
 * are strict, because Slack answers invalid_blocks to an unknown property.
 */

/** Plain text or mark-up of 1 to `max` characters. */
export function anyText(max: number) {
  return z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('plain_text'),
      text: z.string().min(1).max(max),
      emoji: z.boolean().optional(),
    }),
    z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(max), verbatim: z.boolean().optional() }),
  ]);
}

/** Plain text of 1 to `max` characters. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}
