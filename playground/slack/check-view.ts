import { z } from 'zod';
import type { SlackBlock } from './block-schema.ts';
import { checkBlocks } from './check-blocks.ts';
import { type Checked, messagesOf } from './schema-messages.ts';
import { plainText } from './text-schema.ts';

/* Modals and home pages with Slack's limits (docs.slack.dev/reference/views). */

const common = {
  blocks: z.unknown(),
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modalSchema = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  ...common,
});

const homeSchema = z.strictObject({ type: z.literal('home'), ...common });

export type ModalView = Omit<z.infer<typeof modalSchema>, 'blocks'> & { blocks: SlackBlock[] };
export type HomeView = Omit<z.infer<typeof homeSchema>, 'blocks'> & { blocks: SlackBlock[] };

/** Checks a modal as views.open does: a modal with inputs needs a submit button. */
export function checkModal(input: unknown): Checked<ModalView> {
  const checked = checkParts(modalSchema, input);
  if (!checked.ok) return checked;
  const { value } = checked;
  if (value.submit === undefined && value.blocks.some((block) => block.type === 'input')) {
    return { ok: false, messages: ['[ERROR] missing required field: submit [json-pointer:/view/submit]'] };
  }
  return checked;
}

/** Checks a home page as views.publish does. */
export function checkHome(input: unknown): Checked<HomeView> {
  return checkParts(homeSchema, input);
}

function checkParts<Parts extends { blocks: unknown }>(
  schema: z.ZodType<Parts>,
  input: unknown,
): Checked<Omit<Parts, 'blocks'> & { blocks: SlackBlock[] }> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return { ok: false, messages: messagesOf(parsed.error, '/view') };
  const blocks = checkBlocks(parsed.data.blocks, 'view', '/view/blocks');
  return blocks.ok ? { ok: true, value: { ...parsed.data, blocks: blocks.value } } : blocks;
}
