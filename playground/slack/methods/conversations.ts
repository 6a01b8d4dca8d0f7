import { z } from 'zod';
import { flagSchema, parseArguments } from '../arguments.ts';
import { messageJson } from '../json-shapes.ts';
import { knownConversation, requireScope, type WebMethod } from '../method.ts';
import { SlackFault } from '../slack-fault.ts';
import { type Conversation, directConversation, type StoredMessage } from '../world.ts';

/** An integer, as JSON or as a form field. */
const countSchema = z.coerce.number().int();

const openSchema = z.strictObject({
  users: z.string().optional(),
  channel: z.string().optional(),
  return_im: flagSchema.optional(),
  prevent_creation: flagSchema.optional(),
});

const historySchema = z.strictObject({
  channel: z.string().min(1),
  cursor: z.string().optional(),
  limit: countSchema.min(1).max(999).default(100),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flagSchema.default(false),
  include_all_metadata: flagSchema.default(false),
});

const HISTORY_SCOPE = {
  im: 'im:history',
  channel: 'channels:history',
  private_channel: 'groups:history',
} as const;

const open: WebMethod = (context, workspace, args) => {
  requireScope(context, 'im:write');
  const call = parseArguments(openSchema, args);
  const user = call.users ?? '';
  if (user === '') throw new SlackFault('users_list_not_supplied');
  if (user.includes(',')) throw new SlackFault('missing_scope', { details: { needed: 'mpim:write' } });
  const person = workspace.people.get(user);
  if (!person) throw new SlackFault('user_not_found');
  if (!person.active) throw new SlackFault('user_disabled');
  if (user === workspace.botUser) throw new SlackFault('cannot_dm_bot');
  return { channel: { id: directConversation(context.world, workspace, user).id } };
};

/** Returns messages newest first, one page at a time. */
const history: WebMethod = (context, workspace, args) => {
  const call = parseArguments(historySchema, args);
  const known = workspace.conversations.get(call.channel);
  requireScope(context, HISTORY_SCOPE[known?.kind ?? 'channel']);
  const conversation = knownConversation(workspace, call.channel);
  const retryAfterS = context.limits.history(workspace.team);
  if (retryAfterS > 0) throw new SlackFault('ratelimited', { retryAfterS });

  const before = call.cursor === undefined ? null : decodeCursor(call.cursor);
  const within = storedMessages(conversation)
    .filter((message) => isWithin(message.ts, call))
    .filter((message) => before === null || compareTs(message.ts, before) < 0);
  const page = within.slice(0, Math.min(call.limit, context.historyPageSize ?? call.limit));
  const last = page.at(-1);
  const more = last !== undefined && page.length < within.length;
  return {
    messages: page.map((message) => messageJson(context.world, workspace, message, call.include_all_metadata)),
    has_more: more,
    pin_count: 0,
    ...(more ? { response_metadata: { next_cursor: encodeCursor(last.ts) } } : {}),
  };
};

/** The `conversations` methods by name. */
export const conversationMethods = { 'conversations.open': open, 'conversations.history': history } as const;

function storedMessages(conversation: Conversation): StoredMessage[] {
  return [...conversation.messages.values()]
    .filter((record) => record.ephemeralFor === null)
    .flatMap((record) => (record.current ? [record.current] : []))
    .toSorted((one, other) => compareTs(other.ts, one.ts));
}

function isWithin(ts: string, range: { oldest?: string | undefined; latest?: string | undefined; inclusive: boolean }) {
  const edge = range.inclusive ? 0 : 1;
  const afterOldest = range.oldest === undefined || compareTs(ts, range.oldest) >= edge;
  const beforeLatest = range.latest === undefined || compareTs(ts, range.latest) <= -edge;
  return afterOldest && beforeLatest;
}

function compareTs(one: string, other: string): number {
  return Math.sign(Number(one) - Number(other));
}

function encodeCursor(ts: string): string {
  return Buffer.from(`next_ts:${ts}`).toString('base64');
}

function decodeCursor(cursor: string): string {
  const [, ts] = /^next_ts:(\d+\.\d{6})$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  if (ts === undefined) throw new SlackFault('invalid_cursor');
  return ts;
}
