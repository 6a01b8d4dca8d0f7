import { z } from 'zod';
import type { ConversationReference } from '../../chat/address.ts';
import type { Activity } from './parse-schema.ts';
import type { renderMessage } from './render.ts';

/** What is needed to write to a person again; plain strings, because it is stored unchanged. */
const referenceSchema = z.object({
  conversationId: z.string().min(1),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  botId: z.string().min(1),
  /** Teams' own id of the person ('29:…'). */
  userId: z.string().min(1),
  tenantId: z.string().min(1),
});

type TeamsConversation = z.infer<typeof referenceSchema>;

/** The reference to the conversation of an activity. */
export function conversationOf(activity: Activity, tenantId: string): TeamsConversation {
  return {
    conversationId: activity.conversation.id,
    serviceUrl: activity.serviceUrl,
    botId: activity.recipient.id,
    userId: activity.from.id,
    tenantId,
  };
}

/** Reads a stored reference. @returns null when it is not one of Teams */
export function parseConversation(reference: ConversationReference | null): TeamsConversation | null {
  const parsed = referenceSchema.safeParse(reference);
  return parsed.success ? parsed.data : null;
}

/** Adds sender, conversation and recipient to a message. */
export function addressed(message: ReturnType<typeof renderMessage>, conversation: TeamsConversation) {
  return {
    ...message,
    channelId: 'msteams',
    from: { id: conversation.botId },
    recipient: { id: conversation.userId },
    conversation: { id: conversation.conversationId, tenantId: conversation.tenantId },
  };
}
