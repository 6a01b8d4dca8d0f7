import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Recipient } from '../../chat/address.ts';
import { DeliveryError, type SentMessage } from '../../chat/platform.ts';
import { readKey } from './notification-key.ts';
import { toDeliveryError } from './slack-error.ts';

/** The most that Slack gives an app that is distributed outside its Marketplace, at one request a minute. */
const PAGE = 15;
/** Our clock may be ahead of Slack's; looking a little further back than asked costs nothing. */
const CLOCK_MARGIN_MS = 120_000;

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const pageSchema = z.object({
  messages: z.array(z.object({ ts: z.string(), metadata: z.unknown().optional() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

export type ReadBack = (
  client: WebClient,
  to: Recipient,
  key: string,
  since: Date,
) => Promise<SentMessage | 'not-found'>;

/**
 * Looks for the message with a key in a conversation, newest first. When Slack stops us between two pages, the next
 * look for the same key goes on where this one stopped: with one request a minute it would never get past the first
 * page otherwise. So ask only once the attempt is older than the platform's longest delay. Throws what the call throws.
 */
export function createReadBack(): ReadBack {
  const stoppedAt = new Map<string, string>();
  return async (client, to, key, since) => {
    const channel = await conversationOf(client, to);
    let cursor = stoppedAt.get(key);
    stoppedAt.delete(key);
    do {
      const page = await readPage(client, channel, since, cursor).catch((error: unknown) => {
        // With another error the place may be what Slack objects to.
        if (cursor !== undefined && toDeliveryError(error).fault === 'retry') stoppedAt.set(key, cursor);
        throw error;
      });
      const found = page.messages.find((message) => readKey(message.metadata) === key);
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
