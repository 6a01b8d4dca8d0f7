import { z } from 'zod';
import { DeliveryError } from '../../chat/platform.ts';
import { requireUsableCredentials, type TeamsCredentials, tokenAddress } from './credentials.ts';
import { readJson, retryAfterMs } from './delivery-fault.ts';
import type { TokenSource } from './with-botbuilder.ts';

interface Token {
  readonly value: string;
  readonly lifetimeMs: number;
}

/** The token with which the bot writes to Teams. */
export interface BotToken {
  /**
   * @returns the token, and whether it was asked for just now (a kept one may have been taken back meanwhile)
   * @throws DeliveryError `reconnect` when the credentials are refused, `retry` when nobody answers
   */
  get(): Promise<{ readonly value: string; readonly fresh: boolean }>;
  /** Drops the kept token. */
  forget(): void;
}

/** A token is replaced five minutes before it ends. */
const MARGIN_MS = 5 * 60_000;
const TIMEOUT_MS = 10_000;

/** Fetches the token when it is needed and keeps it while it is good; calls at the same time share one request. */
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
  const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch(
    // Nothing was posted yet, so nothing is in doubt.
    (cause: unknown) => Promise.reject(new DeliveryError('retry', 'token_unreachable', { cause })),
  );
  const answer = await readJson(response);
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

/** botbuilder keeps this token by itself and does not say how long it lasts: it is asked every time. */
function managedIdentityRequest(credentials: TeamsCredentials): () => Promise<Token> {
  let source: Promise<TokenSource> | null = null;
  return async () => {
    source ??= import('./with-botbuilder.ts').then(({ openManagedIdentity }) => openManagedIdentity(credentials));
    try {
      return { value: await (await source).getToken(), lifetimeMs: 0 };
    } catch (cause) {
      throw new DeliveryError('retry', 'no_managed_identity', { cause });
    }
  };
}
