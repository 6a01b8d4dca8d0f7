import { z } from 'zod';
import type { ConversationReference } from '../../chat/address.ts';
import type { Activity } from './parse-schema.ts';
import type { renderMessage } from './render.ts';

/** What Teams needs to write to a person again; plain strings, because it is stored as it is. */
const referenceSchema = z.object({
  conversationId: z.string().min(1),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  botId: z.string().min(1),
  /** Teams' own id of the person ('29:…'). */
  userId: z.string().min(1),
  tenantId: z.string().min(1),
});

type TeamsConversation = z.infer<typeof referenceSchema>;

/** The reference to the conversation in which an activity came. */
export function conversationOf(activity: Activity, tenantId: string): TeamsConversation {
  return {
    conversationId: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    botId: activity.recipient.id,
    userId: activity.from.id,
    tenantId,
  };
}

/** @returns null when it is no reference to a conversation of Teams */
export function parseConversation(reference: ConversationReference | null): TeamsConversation | null {
  const parsed = referenceSchema.safeParse(reference);
  return parsed.success ? parsed.data : null;
}

/** A message with the names of its sender, its conversation and its reader. */
export function addressed(message: ReturnType<typeof renderMessage>, conversation: TeamsConversation) {
  return {
    ...message,
    channelId: 'msteams',
    from: { id: conversation.botId },
    recipient: { id: conversation.userId },
    conversation: { id: conversation.conversationId, tenantId: conversation.tenantId },
  };
}
