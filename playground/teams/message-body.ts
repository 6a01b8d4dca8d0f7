import { z } from 'zod';
import { checkCard } from './check-card.ts';
import { Refusal } from './refusal.ts';
import type { JsonObject } from './world.ts';

/** Microsoft's limit for one message, including cards. */
const MAX_MESSAGE_BYTES = 80 * 1024;

export const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';

const attachment = z.discriminatedUnion('contentType', [
  z.looseObject({ contentType: z.literal(CARD_TYPE), content: z.looseObject({}) }),
  z.looseObject({ contentType: z.enum(['image/png', 'image/jpeg', 'image/gif']), contentUrl: z.string() }),
]);

const outgoing = z.looseObject({
  type: z.enum(['message', 'typing']),
  text: z.string().optional(),
  summary: z.string().optional(),
  attachments: z.array(attachment).optional(),
  conversation: z.looseObject({ tenantId: z.string().optional() }).optional(),
});

/** The content of a message that passed Teams' checks. */
export interface MessageBody {
  readonly typing: boolean;
  readonly activity: JsonObject;
  readonly text: string;
  readonly summary: string;
  readonly card: JsonObject | null;
}

/** @throws Refusal 413 when it is larger than Teams accepts */
export function checkSize(body: unknown): void {
  if (Buffer.byteLength(JSON.stringify(body) ?? '') <= MAX_MESSAGE_BYTES) return;
  throw new Refusal(413, 'MessageSizeTooBig', 'Message size too large');
}

/**
 * Checks an activity that a bot sends, or with which it replaces another.
 * @throws Refusal 400 BadSyntax, 413 MessageSizeTooBig, 403 when it names another tenant
 */
export function readMessageBody(body: unknown, tenant: string): MessageBody {
  checkSize(body);
  const parsed = outgoing.safeParse(body);
  if (!parsed.success) throw new Refusal(400, 'BadSyntax', z.prettifyError(parsed.error));
  const { type, text = '', summary = '', attachments = [], conversation } = parsed.data;
  if (conversation?.tenantId !== undefined && conversation.tenantId !== tenant) {
    throw new Refusal(403, 'BotNotInConversationRoster', 'The conversation is of another tenant.');
  }
  if (type === 'message' && text.trim() === '' && attachments.length === 0) {
    throw new Refusal(400, 'BadSyntax', "Activity must include non empty 'text' field or at least 1 attachment");
  }
  const cards = attachments.flatMap((one) => (one.contentType === CARD_TYPE ? [one.content] : []));
  const faults = cards.flatMap((card) => checkCard(card, 'message'));
  if (faults.length > 0) throw new Refusal(400, 'BadSyntax', faults.join('\n'));
  return { typing: type === 'typing', activity: parsed.data, text, summary, card: cards[0] ?? null };
}
