import { z } from 'zod';
import type { SlackBlock } from './block-schema.ts';
import { checkBlocks } from './check-blocks.ts';
import { messagesOf } from './schema-messages.ts';
import { explainedFault, SlackFault } from './slack-fault.ts';

const MAX_TEXT_LENGTH = 40_000;

/** A boolean, as JSON or as a form field. */
export const flagSchema = z.union([z.boolean(), z.enum(['true', 'false', '1', '0']).transform(isTrue)]);

export const metadataSchema = z.strictObject({
  event_type: z.string().min(1),
  event_payload: z.record(z.string(), z.unknown()),
});

/** Parses the arguments of a method; unknown arguments are refused. @throws SlackFault invalid_arguments */
export function parseArguments<Shape>(schema: z.ZodType<Shape>, args: unknown): Shape {
  const parsed = schema.safeParse(args);
  if (parsed.success) return parsed.data;
  throw explainedFault('invalid_arguments', messagesOf(parsed.error, ''));
}

/** Checks the text, blocks and metadata of a message as chat.postMessage does. @throws SlackFault */
export function parseContent(args: { text?: string | undefined; blocks?: unknown; metadata?: unknown }): {
  text: string;
  blocks: SlackBlock[];
  metadata: z.infer<typeof metadataSchema> | null;
} {
  const text = args.text ?? '';
  if (text.length > MAX_TEXT_LENGTH) throw new SlackFault('msg_too_long');
  if (typeof args.blocks === 'string') throw new SlackFault('invalid_blocks_format');
  const blocks = checkBlocks(args.blocks ?? [], 'message', '/blocks');
  if (!blocks.ok) throw explainedFault('invalid_blocks', blocks.messages);
  if (text.trim() === '' && blocks.value.length === 0) throw new SlackFault('no_text');
  return { text, blocks: blocks.value, metadata: parseMetadata(args.metadata) };
}

function parseMetadata(input: unknown): z.infer<typeof metadataSchema> | null {
  if (input === undefined) return null;
  const parsed = metadataSchema.safeParse(input);
  if (!parsed.success) throw explainedFault('invalid_metadata_format', messagesOf(parsed.error, '/metadata'));
  return parsed.data;
}

function isTrue(text: string): boolean {
  return text === 'true' || text === '1';
}
