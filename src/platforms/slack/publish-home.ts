import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { View } from '../../chat/view.ts';
import { PolsslagError } from '../../errors.ts';
import { webClientOptions } from './client.ts';
import { toDeliveryError } from './errors.ts';
import { renderHome } from './render.ts';

const TIMEOUT_MS = 10_000;

interface HomeOwner {
  readonly botToken: string;
  readonly user: string;
}

/**
 * Replaces somebody's home page without an action of theirs, for an operator's command.
 * @throws PolsslagError UNAVAILABLE with Slack's code
 */
export async function publishHomeOf(
  { botToken, user }: HomeOwner,
  view: View,
  slackApiUrl: string | null,
  log: Logger,
): Promise<void> {
  const client = new WebClient(botToken, webClientOptions({ slackApiUrl, timeoutMs: TIMEOUT_MS, log }));
  await client.views.publish({ user_id: user, view: renderHome(view) }).catch((cause: unknown) => {
    throw new PolsslagError('UNAVAILABLE', `Slack did not take it (${toDeliveryError(cause).message})`, { cause });
  });
}
