import { z } from 'zod';
import { DeliveryError } from '../../chat/platform.ts';
import type { BotToken } from './bot-token.ts';
import { readJson, refusedByConnector, unanswered } from './delivery-fault.ts';

/** An activity or conversation as it goes over the wire. */
export type Json = { readonly [key: string]: unknown };

/**
 * The four requests of the Bot Connector that we make. Each is one HTTP request, never repeated: botbuilder's own
 * client repeats a POST after 429 and 5xx, and so can post twice.
 * All throw DeliveryError.
 */
export interface Connector {
  /** Posts an activity. @returns its id, '' when Teams accepted it without naming one */
  post(serviceUrl: string, conversationId: string, activity: Json): Promise<string>;
  /** Replaces an activity that was posted before. */
  update(serviceUrl: string, conversationId: string, activityId: string, activity: Json): Promise<void>;
  /** Deletes an activity that was posted before; one that is gone already is as good. */
  remove(serviceUrl: string, conversationId: string, activityId: string): Promise<void>;
  /** Starts a conversation (in a channel: a thread). @returns the id of its first activity, or of itself */
  createConversation(serviceUrl: string, conversation: Json): Promise<string>;
}

const accepted = z.object({ id: z.string().optional(), activityId: z.string().optional() });

/** Begins to wait for an answer: aborted with a TimeoutError when it is too late for one. */
export type WaitForAnswer = () => AbortSignal;

const ANSWER_WITHIN_MS = 15_000;
const waitForAnswer: WaitForAnswer = () => AbortSignal.timeout(ANSWER_WITHIN_MS);

/** @param wait asked at every request; without an answer in that time it is in doubt whether it was accepted */
export function createConnector(token: BotToken, wait = waitForAnswer): Connector {
  async function request(method: 'POST' | 'PUT' | 'DELETE', url: string, body: Json | null): Promise<string> {
    const { value, fresh } = await token.get();
    const response = await fetch(url, {
      method,
      headers: { authorization: `Bearer ${value}`, 'content-type': 'application/json' },
      ...(body !== null && { body: JSON.stringify(body) }),
      // A redirect would be a second request, and to an address that no token vouched for.
      redirect: 'manual',
      signal: wait(),
    }).catch((error: unknown) => Promise.reject(unanswered(error)));
    const answer = await readJson(response);
    if (response.ok || (method === 'DELETE' && response.status === 404)) return idIn(answer);
    if (response.status !== 401) throw refusedByConnector(response.status, response.headers, answer);
    token.forget();
    // A token that we had kept may have ended meanwhile: the next try brings a new one, and that one decides.
    throw fresh
      ? refusedByConnector(response.status, response.headers, answer)
      : new DeliveryError('retry', 'token_ended', { retryAfterMs: 0 });
  }

  return {
    post: (serviceUrl, conversationId, activity) =>
      request('POST', `${conversationUrl(serviceUrl, conversationId)}/activities`, activity),
    async update(serviceUrl, conversationId, activityId, activity) {
      const url = activityUrl(serviceUrl, conversationId, activityId);
      await request('PUT', url, { ...activity, id: activityId });
    },
    async remove(serviceUrl, conversationId, activityId) {
      await request('DELETE', activityUrl(serviceUrl, conversationId, activityId), null);
    },
    createConversation: (serviceUrl, conversation) =>
      request('POST', `${withoutSlash(serviceUrl)}/v3/conversations`, conversation),
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
