import { LogLevel, type Logger as SlackLogger, WebClient, type WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';

/** The bot's credentials in a workspace; null when it is unknown or must be connected again. */
export type TokenFor = (workspace: string) => Promise<{ botToken: string; botUserId: string | null } | null>;

export interface ClientOptions {
  /** Another base of the Web API, ending in '/'; null for Slack's own. */
  readonly slackApiUrl: string | null;
  /** Milliseconds that one request may take. */
  readonly timeoutMs: number;
  readonly log: Logger;
}

/** Options for a client that never repeats a request by itself: a repeated post could be a second message. */
export function webClientOptions({ slackApiUrl, timeoutMs, log }: ClientOptions): WebClientOptions {
  return {
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: quietLogger(log),
    ...(slackApiUrl !== null && { slackApiUrl }),
  };
}

/** One client a workspace, made anew when its token changes: clients keep connections and a queue of their own. */
export function createClients(options: ClientOptions): (workspace: string, botToken: string) => WebClient {
  const clients = new Map<string, WebClient>();
  const clientOptions = webClientOptions(options);
  return (workspace, botToken) => {
    const known = clients.get(workspace);
    if (known?.token === botToken) return known;
    const client = new WebClient(botToken, clientOptions);
    clients.set(workspace, client);
    return client;
  };
}

/**
 * Slack's libraries log request bodies, addresses and pieces of bad input. What passes here is the fixed beginning
 * of their warnings and errors.
 */
export function quietLogger(log: Logger): SlackLogger {
  const beginning = (message: unknown) => (typeof message === 'string' ? message.split(/[(:`[]/)[0]?.trim() : null);
  return {
    debug: () => {},
    info: () => {},
    warn: (message) => log.warn({ library: 'slack', said: beginning(message) }, 'Slack library warning'),
    error: (message) => log.error({ library: 'slack', said: beginning(message) }, 'Slack library error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
