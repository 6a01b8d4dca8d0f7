import { z } from 'zod';
import { accessorySchema, actionsElementSchema, contextElementSchema, inputElementSchema } from './element-schema.ts';
import { anyText, plainText } from './text-schema.ts';

const blockIdSchema = z.string().min(1).max(255);

/*
 * Block Kit's blocks with Slack's limits (docs.slack.dev/reference/block-kit/blocks). Blocks that the product does not
 * use (rich text, video, file, table) are refused as unknown.
 */

const common = { block_id: blockIdSchema.optional() };

const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessorySchema.optional(),
    expand: z.boolean().optional(),
    ...common,
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, 'missing required field: text');

const header = z.strictObject({ type: z.literal('header'), text: plainText(150), ...common });

const divider = z.strictObject({ type: z.literal('divider'), ...common });

const context = z.strictObject({
  type: z.literal('context'),
  elements: z.array(contextElementSchema).min(1).max(10),
  ...common,
});

const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z.array(actionsElementSchema).min(1).max(25),
  ...common,
});

const image = z.strictObject({
  type: z.literal('image'),
  image_url: z.url().max(3000),
  alt_text: z.string().min(1).max(2000),
  title: plainText(2000).optional(),
  ...common,
});

const input = z.strictObject({
  type: z.literal('input'),
  label: plainText(2000),
  element: inputElementSchema,
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  ...common,
});

export const blockSchema = z.discriminatedUnion('type', [section, header, divider, context, actions, image, input]);

/** A block that Slack accepts. */
export type SlackBlock = z.infer<typeof blockSchema>;
