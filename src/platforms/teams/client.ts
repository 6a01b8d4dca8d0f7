import { z } from 'zod';
import { DeliveryError } from '../../chat/platform.ts';
import { madeOnce } from '../../made-once.ts';
import { unanswered } from '../unanswered.ts';
import { requireUsableCredentials, type TeamsCredentials, tokenAddress } from './credentials.ts';
import { refusedByConnector, retryAfterMs } from './errors.ts';

/**
 * The four requests to the Bot Connector that we make. Each is one HTTP request that is never repeated; botbuilder's
 * own client repeats a POST after 429 and 5xx, and so can post twice. All throw DeliveryError.
 */
export interface Connector {
  /**
   * Posts an activity.
   * @param lastCheck called when the token is there and only the request is left to be made; an error that it throws
   *   stops the request
   * @returns the activity's id, '' when Teams accepted it without naming one
   */
  post(serviceUrl: string, conversationId: string, activity: object, lastCheck?: () => void): Promise<string>;
  /** Replaces an activity that was posted before. */
  update(serviceUrl: string, conversationId: string, activityId: string, activity: object): Promise<void>;
  /** Deletes an activity that was posted before; that it is gone already is no error. */
  remove(serviceUrl: string, conversationId: string, activityId: string): Promise<void>;
  /**
   * Starts a conversation (in a channel: a thread).
   * @param lastCheck as in `post`
   * @returns the id of its first activity, or of the conversation
   */
  createConversation(serviceUrl: string, conversation: object, lastCheck: () => void): Promise<string>;
}

const accepted = z.object({ id: z.string().optional(), activityId: z.string().optional() });

/** Makes the signal for one request's time limit, aborted with a TimeoutError. */
type WaitForAnswer = () => AbortSignal;

const ANSWER_WITHIN_MS = 15_000;
const waitForAnswer: WaitForAnswer = () => AbortSignal.timeout(ANSWER_WITHIN_MS);

/**
 * Makes the client.
 * @param wait called for every request; without an answer in time it is unknown whether the request was accepted
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createConnector(credentials: TeamsCredentials, wait = waitForAnswer): Connector {
  const token = createBotToken(credentials);
  async function request(
    method: 'POST' | 'PUT' | 'DELETE',
    url: string,
    body: object | null,
    lastCheck?: () => void,
  ): Promise<string> {
    const { value, fresh } = await token.get();
    lastCheck?.();
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${value}`, 'content-type': 'application/json' },
      ...(body !== null && { body: JSON.stringify(body) }),
      // A redirect would be a second request, to an address that no token vouched for.
      redirect: 'manual',
      signal: wait(),
    }).catch((error: unknown) => Promise.reject(unanswered(error)));
    const answer = await readBody(response);
    if (response.ok || (method === 'DELETE' && response.status === 404)) return idIn(answer);
    if (response.status !== 401) throw refusedByConnector(response.status, response.headers, answer);
    token.forget();
    // A kept token may have expired: the next attempt uses a new one, whose result counts.
    throw fresh
      ? refusedByConnector(response.status, response.headers, answer)
      : new DeliveryError('retry', 'token_ended', { retryAfterMs: 0 });
  }

  return {
    post: (serviceUrl, conversationId, activity, lastCheck) =>
      request('POST', `${conversationUrl(serviceUrl, conversationId)}/activities`, activity, lastCheck),
    async update(serviceUrl, conversationId, activityId, activity) {
      const url = activityUrl(serviceUrl, conversationId, activityId);
      await request('PUT', url, { ...activity, id: activityId });
    },
    async remove(serviceUrl, conversationId, activityId) {
      await request('DELETE', activityUrl(serviceUrl, conversationId, activityId), null);
    },
    createConversation: (serviceUrl, conversation, lastCheck) =>
      request('POST', `${withoutSlash(serviceUrl)}/v3/conversations`, conversation, lastCheck),
  };
}

function idIn(answer: unknown): string {
  const parsed = accepted.safeParse(answer);
  return parsed.success ? (parsed.data.activityId ?? parsed.data.id ?? '') : '';
}

function conversationUrl(serviceUrl: string, conversationId: string): string {
  return `${withoutSlash(serviceUrl)}/v3/conversations/${encodeURIComponent(conversationId)}`;
}

function activityUrl(serviceUrl: string, conversationId: string, activityId: string): string {
  return `${conversationUrl(serviceUrl, conversationId)}/activities/${encodeURIComponent(activityId)}`;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

interface Token {
  readonly value: string;
  readonly lifetimeMs: number;
}

/** The token with which the bot authenticates to Teams. */
interface BotToken {
  /**
   * @returns the token, and whether it was requested just now (a kept one may have been revoked)
   * @throws DeliveryError `reconnect` when the credentials are refused, `retry` when nobody answers
   */
  get(): Promise<{ readonly value: string; readonly fresh: boolean }>;
  /** Drops the kept token. */
  forget(): void;
}

/** A token is replaced this long before it expires. */
const MARGIN_MS = 5 * 60_000;
const TOKEN_WITHIN_MS = 10_000;

/** Fetches the token when it is needed and keeps it while it is valid; simultaneous calls share one request. */
export function createBotToken(credentials: TeamsCredentials): BotToken {
  requireUsableCredentials(credentials);
  const request =
    credentials.type === 'SingleTenant' ? () => requestWithSecret(credentials) : managedIdentityRequest(credentials);
  let kept: { value: string; goodUntil: number } | null = null;
  let underway: Promise<Token> | null = null;
  return {
    async get() {
      if (kept !== null && kept.goodUntil > performance.now()) return { value: kept.value, fresh: false };
      underway ??= request().finally(() => {
        underway = null;
      });
      const token = await underway;
      kept = { value: token.value, goodUntil: performance.now() + token.lifetimeMs - MARGIN_MS };
      return { value: token.value, fresh: true };
    },
    forget() {
      kept = null;
    },
  };
}

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
const tokenFault = z.object({ error: z.string().regex(/^[\w.-]{1,64}$/) });

/** The client credentials grant of OAuth 2.0 (RFC 6749, section 4.4). */
async function requestWithSecret(credentials: TeamsCredentials): Promise<Token> {
  const { url, scope } = tokenAddress(credentials);
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: credentials.appId,
    client_secret: credentials.appPassword ?? '',
    scope,
  });
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(TOKEN_WITHIN_MS) }).catch(
    // Nothing was posted yet, so nothing is in doubt.
    (cause: unknown) => Promise.reject(new DeliveryError('retry', 'token_unreachable', { cause })),
  );
  const answer = await readBody(response);
  if (!response.ok) throw refusedToken(response, answer);
  const parsed = tokenAnswer.safeParse(answer);
  if (!parsed.success) throw new DeliveryError('retry', 'token_unreadable');
  return { value: parsed.data.access_token, lifetimeMs: parsed.data.expires_in * 1000 };
}

function refusedToken(response: Response, answer: unknown): DeliveryError {
  if (response.status === 429 || response.status >= 500) {
    return new DeliveryError('retry', `token_http_${response.status}`, {
      retryAfterMs: retryAfterMs(response.headers),
    });
  }
  const parsed = tokenFault.safeParse(answer);
  return new DeliveryError('reconnect', parsed.success ? parsed.data.error : `token_http_${response.status}`);
}

/** botbuilder caches this token itself and does not say when it expires, so it is asked for every time. */
function managedIdentityRequest(credentials: TeamsCredentials): () => Promise<Token> {
  const source = madeOnce(async () => (await import('./with-botbuilder.ts')).openManagedIdentity(credentials));
  return async () => {
    try {
      return { value: await (await source()).getToken(), lifetimeMs: 0 };
    } catch (cause) {
      throw new DeliveryError('retry', 'no_managed_identity', { cause });
    }
  };
}

/** The body as JSON, or null when it is none or the connection was cut while reading. */
async function readBody(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
