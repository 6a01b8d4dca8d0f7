import type { AppDelivery } from './deliver.ts';
import { messageJson } from './json-shapes.ts';
import { addMessage, editMessage } from './messages.ts';
import { findPerson, type PersonContext, type SlackPerson } from './person-context.ts';
import { sendEventFor } from './send-event.ts';
import { directConversation } from './world.ts';

/**
 * A person writes to the app in their direct conversation. Resolves after the last attempt to tell the app, or with
 * null when the app has no scope `im:history` and is not told.
 * @param threadTs the message that it replies to; null for none
 */
export async function typeMessage(
  context: PersonContext,
  who: SlackPerson,
  text: string,
  threadTs: string | null,
): Promise<AppDelivery | null> {
  const { workspace } = findPerson(context.world, who);
  const conversation = directConversation(context.world, workspace, who.user);
  const content = { text, blocks: [], metadata: null, threadTs };
  const message = addMessage(context.world, conversation, { id: who.user, fromApp: false }, content, null);
  if (!context.scopes.includes('im:history')) return null;
  return sendEventFor(context, workspace, who.user, {
    type: 'message',
    channel: conversation.id,
    channel_type: 'im',
    user: who.user,
    team: workspace.team,
    text,
    ts: message.ts,
    ...(threadTs !== null && { thread_ts: threadTs }),
    event_ts: message.ts,
  });
}

/**
 * A person edits a message that they wrote to the app in their direct conversation. Resolves with null when the app has
 * no scope `im:history` and is not told.
 * @throws Error when it is not a message of theirs
 */
export async function changeMessage(
  context: PersonContext,
  who: SlackPerson,
  ts: string,
  text: string,
): Promise<AppDelivery | null> {
  const { world } = context;
  const { workspace } = findPerson(world, who);
  const conversation = directConversation(world, workspace, who.user);
  const record = conversation.messages.get(ts);
  const before = record?.current;
  if (!record || before?.author !== who.user) throw new Error('This person wrote no such message.');
  const after = editMessage(world, record, before, { text, blocks: [], metadata: null });
  if (!context.scopes.includes('im:history')) return null;
  const eventTs = world.nextTs();
  return sendEventFor(context, workspace, who.user, {
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: conversation.id,
    channel_type: 'im',
    message: messageJson(world, workspace, after, false),
    previous_message: messageJson(world, workspace, before, false),
    ts: eventTs,
    event_ts: eventTs,
  });
}

/**
 * A person mentions the app in a channel. Resolves with null when the app is not told, because it is not in that
 * channel or has no scope `app_mentions:read`.
 * @throws Error when the person is not in that channel
 */
export async function mentionApp(
  context: PersonContext,
  who: SlackPerson,
  channel: string,
  text: string,
): Promise<AppDelivery | null> {
  const { workspace } = findPerson(context.world, who);
  const conversation = workspace.conversations.get(channel);
  if (!conversation?.members.has(who.user)) throw new Error('This person is not in that conversation.');
  if (conversation.kind === 'im') throw new Error('In a direct conversation a mention is only a message.');
  const said = `<@${workspace.botUser}> ${text}`;
  const content = { text: said, blocks: [], metadata: null, threadTs: null };
  const message = addMessage(context.world, conversation, { id: who.user, fromApp: false }, content, null);
  if (!conversation.members.has(workspace.botUser) || !context.scopes.includes('app_mentions:read')) return null;
  return sendEventFor(context, workspace, who.user, {
    type: 'app_mention',
    user: who.user,
    team: workspace.team,
    text: said,
    ts: message.ts,
    channel: conversation.id,
    event_ts: message.ts,
  });
}
