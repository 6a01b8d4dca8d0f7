import { z } from 'zod';

/*
 * Block Kit's composition objects with Slack's limits (docs.slack.dev/reference/block-kit/composition-objects).
 * Strict: Slack answers invalid_blocks to a property that it does not know.
 */

/** Text of one character to `max`, plain or mark-up. */
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

/** Plain text of one character to `max`. */
export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

export const actionIdSchema = z.string().min(1).max(255);
export const blockIdSchema = z.string().min(1).max(255);

export const confirmSchema = z.strictObject({
  title: plainText(100),
  text: anyText(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
});

/** An option of a menu: plain text only. */
export const menuOptionSchema = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(150),
  description: plainText(75).optional(),
  url: z.url().max(3000).optional(),
});

/** An option of radio buttons and check boxes: mark-up allowed. */
export const listOptionSchema = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(150),
  description: anyText(75).optional(),
});

export const optionGroupSchema = z.strictObject({
  label: plainText(75),
  options: z.array(menuOptionSchema).min(1).max(100),
});

export const dispatchActionConfigSchema = z.strictObject({
  trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1),
});
