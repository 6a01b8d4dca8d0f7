import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Recipient } from '../../chat/address.ts';
import { type ChatPlatform, DeliveryError, type OutgoingMessage, type SentMessage } from '../../chat/platform.ts';
import type { View } from '../../chat/view.ts';
import { createClients, type TokenFor } from './client.ts';
import { createReadBack } from './find-sent.ts';
import { writeKey } from './notification-key.ts';
import { renderMessage } from './render.ts';
import { toDeliveryError } from './slack-error.ts';
import { orWithoutPictures } from './without-pictures.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

export interface SlackPlatformOptions {
  readonly tokenFor: TokenFor;
  /** Slack refuses this token. The workspace may have a newer one by now, and then it is not lost. */
  readonly onWorkspaceLost: (workspace: string, refusedToken: string) => Promise<void>;
  readonly slackApiUrl: string | null;
  /** Milliseconds that one request may take; 10,000 unless told otherwise. */
  readonly timeoutMs?: number;
  readonly log: Logger;
}

/**
 * Sending to Slack. A message to a person goes to their user id, which chat.postMessage takes for their conversation
 * with the bot: no scope and no request more. A reference is 'channel:ts'.
 */
export function createSlackPlatform(options: SlackPlatformOptions): ChatPlatform {
  const clientFor = createClients({ ...options, timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS });
  async function within<T>(workspace: string, work: (client: WebClient) => Promise<T>): Promise<T> {
    const token = await options.tokenFor(workspace).catch((error: unknown) => {
      throw new DeliveryError('retry', 'no_credentials_store', { cause: error });
    });
    if (token === null) throw new DeliveryError('reconnect', 'no_token');
    try {
      return await work(clientFor(workspace, token.botToken));
    } catch (error) {
      const failure = toDeliveryError(error);
      // Where that cannot be written down now, it is with the next attempt.
      if (failure.fault === 'reconnect')
        await options.onWorkspaceLost(workspace, token.botToken).catch(() => undefined);
      throw failure;
    }
  }
  const readBack = createReadBack();
  return {
    name: 'slack',
    send: (message) => within(message.to.workspace, (client) => post(client, message)),
    edit: (to, reference, view) => within(to.workspace, (client) => update(client, reference, view)),
    findSent: (to, key, since) => within(to.workspace, (client) => readBack(client, to, key, since)),
  };
}

async function post(client: WebClient, message: OutgoingMessage): Promise<SentMessage> {
  const answer = await orWithoutPictures(message.view, (view) =>
    client.chat.postMessage({
      ...renderMessage(view),
      channel: channelOf(message.to),
      metadata: writeKey(message.key),
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  // Slack said that it took the message: without an address of it that is still true.
  return { reference: `${answer.channel ?? channelOf(message.to)}:${answer.ts ?? ''}` };
}

/** Without metadata: then Slack keeps the message's own, by which it is found again. */
async function update(client: WebClient, reference: string, view: View): Promise<void> {
  const [, channel, ts] = /^([^:]+):([^:]+)$/.exec(reference) ?? [];
  if (channel === undefined || ts === undefined) throw new DeliveryError('rejected', 'no_reference');
  await orWithoutPictures(view, (each) => client.chat.update({ ...renderMessage(each), channel, ts }));
}

function channelOf(to: Recipient): string {
  return to.kind === 'person' ? to.user : to.channel;
}
