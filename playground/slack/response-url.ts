import { z } from 'zod';
import { flagSchema, metadataSchema, parseArguments, parseContent } from './arguments.ts';
import type { ResponseTarget, ResponseUrls } from './expiring-handles.ts';
import { addMessage, appAuthor, deleteMessage, editMessage } from './messages.ts';
import { explainedFault, SlackFault } from './slack-fault.ts';
import type { Conversation, MessageRecord, Workspace, World } from './world.ts';

const answerSchema = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  metadata: metadataSchema.optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: flagSchema.default(false),
  delete_original: flagSchema.default(false),
  thread_ts: z.string().optional(),
  mrkdwn: flagSchema.optional(),
  unfurl_links: flagSchema.optional(),
  unfurl_media: flagSchema.optional(),
});

/**
 * Applies what the app posts to a response_url (docs.slack.dev/interactivity/handling-user-interaction).
 * @throws SlackFault
 */
export function answerThroughUrl(world: World, urls: ResponseUrls, path: string, body: unknown): void {
  const redeemed = urls.redeem(path);
  if ('error' in redeemed) throw new SlackFault(redeemed.error);
  const workspace = world.workspaces.get(redeemed.target.team);
  const conversation = workspace?.conversations.get(redeemed.target.channel);
  if (!workspace || !conversation) throw new SlackFault('channel_not_found');
  applyAnswer(world, workspace, conversation, redeemed.target, body);
}

/**
 * Shows the answer to a tap or a command, whether it came through a response_url or in the acknowledgement.
 * @throws SlackFault
 */
export function applyAnswer(
  world: World,
  workspace: Workspace,
  conversation: Conversation,
  target: ResponseTarget,
  body: unknown,
): void {
  const answer = parseArguments(answerSchema, body);
  const original = target.ts === null ? undefined : conversation.messages.get(target.ts);
  if (answer.delete_original) {
    deleteMessage(world, requireOriginal(original));
    return;
  }
  const content = parseContent(answer);
  if (answer.replace_original) {
    const record = requireOriginal(original);
    if (!record.current) throw new SlackFault('message_not_found');
    editMessage(world, record, record.current, content);
    return;
  }
  const only = answer.response_type === 'ephemeral' ? target.user : null;
  addMessage(world, conversation, appAuthor(workspace), { ...content, threadTs: answer.thread_ts ?? null }, only);
}

function requireOriginal(record: MessageRecord | undefined): MessageRecord {
  if (!record) throw explainedFault('invalid_arguments', ['[ERROR] there is no original message']);
  return record;
}
