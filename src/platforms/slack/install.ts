import { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { z } from 'zod';
import { PolsslagError } from '../../errors.ts';
import { type ClientOptions, webClientOptions } from './client.ts';
import { toDeliveryError } from './errors.ts';
import { BOT_SCOPES } from './scopes.ts';

const TIMEOUT_MS = 10_000;

const identitySchema = z.object({ team_id: z.string(), team: z.string(), user_id: z.string(), bot_id: z.string() });
const organisationSchema = z.object({ is_enterprise_install: z.literal(true) });

/** A Slack workspace, as its bot token identifies it. */
interface SlackWorkspace {
  readonly teamId: string;
  readonly teamName: string;
  readonly botUserId: string;
}

/**
 * Asks Slack whose token this is, and checks that it has every scope of the manifest (auth.test, whose answer names the
 * scopes in a header).
 * @throws PolsslagError BAD_INPUT for an unusable token, UNAVAILABLE when Slack cannot be asked
 */
export async function checkToken(botToken: string, slackApiUrl: string | null, log: Logger): Promise<SlackWorkspace> {
  const client = new WebClient(botToken, webClientOptions({ slackApiUrl, timeoutMs: TIMEOUT_MS, log }));
  const answer = await client.auth.test().catch((error: unknown) => {
    throw tokenRefusal(error);
  });
  if (organisationSchema.safeParse(answer).success) {
    throw new PolsslagError(
      'BAD_INPUT',
      'This token is for a whole Slack organisation (Enterprise Grid), which Polsslag does not serve yet: install the app in one workspace of it, and give the bot token of that.',
    );
  }
  const identity = identitySchema.safeParse(answer);
  if (!identity.success)
    throw new PolsslagError('BAD_INPUT', 'This is not a bot token: use the one that starts with xoxb-.');
  const granted = new Set(answer.response_metadata?.scopes);
  const missing = BOT_SCOPES.filter((scope) => !granted.has(scope));
  if (missing.length > 0) {
    throw new PolsslagError(
      'BAD_INPUT',
      `The token lacks ${missing.join(', ')}: reinstall the app in Slack with the scopes of manifests/slack/manifest.yaml.`,
    );
  }
  const { team_id: teamId, team: teamName, user_id: botUserId } = identity.data;
  return { teamId, teamName, botUserId };
}

/**
 * Asks Slack whether it refuses this token.
 * @throws DeliveryError when Slack cannot be asked, or answers something else
 */
export async function isTokenRefused(botToken: string, options: ClientOptions): Promise<boolean> {
  try {
    await new WebClient(botToken, webClientOptions(options)).auth.test();
    return false;
  } catch (error) {
    const failure = toDeliveryError(error);
    if (failure.fault === 'reconnect') return true;
    throw failure;
  }
}

/** Slack's own time, from the header of an answer; null when it cannot be asked. */
export async function readSlackTime(slackApiUrl: string | null): Promise<Date | null> {
  try {
    const url = `${(slackApiUrl ?? 'https://slack.com/api').replace(/\/$/, '')}/api.test`;
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    const time = new Date(response.headers.get('date') ?? '');
    return Number.isNaN(time.getTime()) ? null : time;
  } catch {
    return null;
  }
}

function tokenRefusal(cause: unknown): PolsslagError {
  const { fault, message: code } = toDeliveryError(cause);
  return fault === 'retry'
    ? new PolsslagError('UNAVAILABLE', `Slack could not be asked about the token (${code}); try again later.`, {
        cause,
      })
    : new PolsslagError('BAD_INPUT', `Slack refuses the token (${code}).`, { cause });
}
