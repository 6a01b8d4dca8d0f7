import { z } from 'zod';
import { flagSchema, parseArguments, parseContent } from '../arguments.ts';
import { messageJson } from '../json-shapes.ts';
import { addMessage, appAuthor, editMessage } from '../messages.ts';
import type { MethodContext } from '../method.ts';
import { knownConversation, requireScope, type WebMethod } from '../method.ts';
import { SlackFault } from '../slack-fault.ts';
import { type Conversation, directConversation, type Workspace } from '../world.ts';

const content = {
  channel: z.string().min(1),
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  metadata: z.unknown().optional(),
  mrkdwn: flagSchema.optional(),
  parse: z.enum(['none', 'full']).optional(),
  link_names: flagSchema.optional(),
  unfurl_links: flagSchema.optional(),
  unfurl_media: flagSchema.optional(),
};

const postSchema = z.strictObject({
  ...content,
  thread_ts: z.string().optional(),
  reply_broadcast: flagSchema.optional(),
});
const updateSchema = z.strictObject({ ...content, ts: z.string().min(1) });
const ephemeralSchema = z.strictObject({ ...content, user: z.string().min(1), thread_ts: z.string().optional() });

const postMessage: WebMethod = (context, workspace, args) => {
  requireScope(context, 'chat:write');
  const call = parseArguments(postSchema, args);
  const conversation = conversationToWrite(context, workspace, call.channel);
  const retryAfterS = context.limits.post(workspace.team, conversation.id);
  if (retryAfterS > 0) throw new SlackFault('ratelimited', { retryAfterS });
  const checked = { ...parseContent(call), threadTs: call.thread_ts ?? null };
  const message = addMessage(context.world, conversation, appAuthor(workspace), checked, null);
  const key = checked.metadata?.event_payload['key'];
  if (typeof key === 'string') context.postsByKey.set(key, (context.postsByKey.get(key) ?? 0) + 1);
  return {
    channel: conversation.id,
    ts: message.ts,
    message: messageJson(context.world, workspace, message, true),
  };
};

const update: WebMethod = (context, workspace, args) => {
  requireScope(context, 'chat:write');
  const call = parseArguments(updateSchema, args);
  const conversation = knownConversation(workspace, call.channel);
  const record = conversation.messages.get(call.ts);
  if (!record?.current || record.ephemeralFor !== null) throw new SlackFault('message_not_found');
  if (!record.current.fromApp) throw new SlackFault('cant_update_message');
  const message = editMessage(context.world, record, record.current, parseContent(call));
  return {
    channel: conversation.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(context.world, workspace, message, true),
  };
};

const postEphemeral: WebMethod = (context, workspace, args) => {
  requireScope(context, 'chat:write');
  const call = parseArguments(ephemeralSchema, args);
  const conversation = knownConversation(workspace, call.channel);
  if (!conversation.members.has(call.user)) throw new SlackFault('user_not_in_channel');
  const checked = { ...parseContent(call), threadTs: call.thread_ts ?? null };
  const message = addMessage(context.world, conversation, appAuthor(workspace), checked, call.user);
  return { message_ts: message.ts };
};

/** Finds the conversation to write to by its own id or by a person's id. @throws SlackFault */
function conversationToWrite(context: MethodContext, workspace: Workspace, channel: string): Conversation {
  const person = workspace.people.get(channel);
  if (person) {
    if (!person.active || channel === workspace.botUser) throw new SlackFault('channel_not_found');
    return directConversation(context.world, workspace, channel);
  }
  return knownConversation(workspace, channel);
}

/** The `chat` methods by name. */
export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.postEphemeral': postEphemeral,
} as const;
