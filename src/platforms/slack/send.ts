import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Recipient } from '../../chat/address.ts';
import { type ChatPlatform, DeliveryError, type OutgoingMessage, requireMayGo } from '../../chat/platform.ts';
import type { View } from '../../chat/view.ts';
import { createClients, orWithoutPictures, type TokenFor } from './client.ts';
import { toDeliveryError } from './errors.ts';
import { readNotificationKey, renderMessage, writeKey } from './render.ts';

type SentMessage = Awaited<ReturnType<ChatPlatform['send']>>;

const DEFAULT_TIMEOUT_MS = 10_000;

const postedSchema = z.object({ channel: z.string().optional(), ts: z.string().optional() });

interface SlackPlatformOptions {
  readonly tokenFor: TokenFor;
  /** Called when Slack refuses this token. The workspace may have a newer one by now, and is then not lost. */
  readonly onWorkspaceLost: (workspace: string, refusedToken: string) => Promise<void>;
  readonly slackApiUrl: string | null;
  /** How long one request may take, in milliseconds; 10,000 unless given. */
  readonly timeoutMs?: number;
  readonly log: Logger;
}

/**
 * Sends to Slack. A message to a person is addressed to their user id, which chat.postMessage accepts for their
 * conversation with the bot without another scope or request. A reference is 'channel:ts'.
 */
export function createSlackPlatform(options: SlackPlatformOptions): ChatPlatform {
  const clientFor = createClients({ ...options, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS });
  async function withClient<T>(workspace: string, work: (client: WebClient) => Promise<T>): Promise<T> {
    const token = await options.tokenFor(workspace).catch((error: unknown) => {
      throw new DeliveryError('retry', 'no_credentials_store', { cause: error });
    });
    if (token === null) throw new DeliveryError('reconnect', 'no_token');
    try {
      return await work(clientFor(workspace, token.botToken));
    } catch (error) {
      const failure = toDeliveryError(error);
      // An error is ignored here, because the next attempt records it.
      if (failure.fault === 'reconnect')
        await options.onWorkspaceLost(workspace, token.botToken).catch(() => undefined);
      throw failure;
    }
  }
  const readBack = createReadBack();
  return {
    name: 'slack',
    send: (message) => withClient(message.to.workspace, (client) => post(client, message)),
    edit: (to, reference, view) => withClient(to.workspace, (client) => update(client, reference, view)),
    findSent: (to, key, since) => withClient(to.workspace, (client) => readBack(client, to, key, since)),
  };
}

async function post(client: WebClient, message: OutgoingMessage): Promise<SentMessage> {
  const answer = await orWithoutPictures(message.view, (view) => {
    const { text, blocks } = renderMessage(view);
    requireMayGo(message);
    // Written as JSON here, because Slack's client would otherwise walk through the message for a log that nobody
    // reads.
    return client.apiCall('chat.postMessage', {
      text,
      blocks: JSON.stringify(blocks),
      channel: channelOf(message.to),
      metadata: JSON.stringify(writeKey(message.key)),
      unfurl_links: false,
      unfurl_media: false,
    });
  });
  // Slack accepted the message, also when its answer has no address.
  const { channel, ts } = postedSchema.safeParse(answer).data ?? {};
  return { reference: `${channel ?? channelOf(message.to)}:${ts ?? ''}` };
}

/** Updates a message. Without metadata Slack keeps the message's own, by which it is found again. */
async function update(client: WebClient, reference: string, view: View): Promise<void> {
  const [, channel, ts] = /^([^:]+):([^:]+)$/.exec(reference) ?? [];
  if (channel === undefined || ts === undefined) throw new DeliveryError('rejected', 'no_reference');
  await orWithoutPictures(view, (each) => client.chat.update({ ...renderMessage(each), channel, ts }));
}

function channelOf(to: Recipient): string {
  return to.kind === 'person' ? to.user : to.channel;
}

/** The most messages a page for an app that is distributed outside Slack's Marketplace, at one request a minute. */
const PAGE = 15;
/** Our clock may be ahead of Slack's; looking further back costs nothing. */
const CLOCK_MARGIN_MS = 120_000;

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const pageSchema = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

type ReadBack = (client: WebClient, to: Recipient, key: string, since: Date) => Promise<SentMessage | 'not-found'>;

/**
 * Looks for the message with a key in a conversation, newest first. When Slack stops us between two pages, the next
 * search for the same key continues there: with one request a minute it would otherwise never get past the first page.
 * So search only once the attempt is older than the platform's longest delay. @throws what the call throws
 */
function createReadBack(): ReadBack {
  const stoppedAt = new Map<string, string>();
  return async (client, to, key, since) => {
    const channel = await conversationOf(client, to);
    let cursor = stoppedAt.get(key);
    stoppedAt.delete(key);
    do {
      const page = await readPage(client, channel, since, cursor).catch((error: unknown) => {
        // After another error the cursor itself may be the problem.
        if (cursor !== undefined && toDeliveryError(error).fault === 'retry') stoppedAt.set(key, cursor);
        throw error;
      });
      const found = page.messages.find((message) => readNotificationKey(message.metadata) === key);
      if (found !== undefined) return { reference: `${channel}:${found.ts}` };
      cursor = page.response_metadata?.next_cursor || undefined;
    } while (cursor !== undefined);
    return 'not-found';
  };
}

async function conversationOf(client: WebClient, to: Recipient): Promise<string> {
  if (to.kind === 'channel') return to.channel;
  const opened = openedSchema.safeParse(await client.conversations.open({ users: to.user }));
  if (!opened.success) throw new DeliveryError('retry', 'unreadable_response');
  return opened.data.channel.id;
}

async function readPage(client: WebClient, channel: string, since: Date, cursor: string | undefined) {
  const answer = await client.conversations.history({
    channel,
    oldest: ((since.getTime() - CLOCK_MARGIN_MS) / 1000).toFixed(6),
    include_all_metadata: true,
    limit: PAGE,
    ...(cursor !== undefined && { cursor }),
  });
  const page = pageSchema.safeParse(answer);
  if (!page.success) throw new DeliveryError('retry', 'unreadable_response');
  return page.data;
}
