import { setTimeout as sleep } from 'node:timers/promises';
import { type AppAttempt, type AppRequest, postToApp } from './app-request.ts';
import type { SocketServer } from './socket-server.ts';

/** A request to the app with its outcome; pass it to `redeliver` to send the same request again. */
export interface AppDelivery extends AppAttempt {
  readonly request: AppRequest;
  readonly via: 'http' | 'socket';
  readonly attempts: number;
  /** Milliseconds until the last attempt was acknowledged or failed. */
  readonly elapsedMs: number;
}

/** How long the platform waits for an acknowledgement, in milliseconds, by the number of the attempt (from 1). */
export type AckWithinMs = (attempt: number) => number;

/**
 * Sends requests to the app: over Socket Mode while it is connected, otherwise as signed HTTP. Interactions and
 * commands are sent once; an event that is not acknowledged is sent three more times, as Slack does.
 * @param retryDelaysMs the waits before these three; Slack's own are 0, one minute and five minutes
 */
export function createDelivery(options: {
  appUrl: () => string;
  signingSecret: string;
  sockets: SocketServer;
  ackWithinMs: AckWithinMs;
  retryDelaysMs: readonly number[];
  closing: AbortSignal;
}) {
  type Retry = { attempt: number; reason: string };

  async function attempt(request: AppRequest, retry: Retry | null): Promise<AppDelivery> {
    const startedAt = performance.now();
    const via = options.sockets.connected() ? 'socket' : 'http';
    const withinMs = options.ackWithinMs((retry?.attempt ?? 0) + 1);
    const outcome =
      via === 'socket'
        ? await options.sockets.send(request, retry, withinMs)
        : await postToApp(request, {
            url: `${options.appUrl()}/slack/events`,
            signingSecret: options.signingSecret,
            headers: retryHeaders(retry),
            withinMs,
            signal: options.closing,
          });
    return {
      ...outcome,
      request,
      via,
      attempts: (retry?.attempt ?? 0) + 1,
      elapsedMs: performance.now() - startedAt,
    };
  }

  async function sendEvent(request: AppRequest): Promise<AppDelivery> {
    let delivery = await attempt(request, null);
    for (const [index, delay] of options.retryDelaysMs.entries()) {
      if (delivery.problem === null || options.closing.aborted) return delivery;
      const cut = await sleep(delay, false, { signal: options.closing }).catch(() => true);
      if (cut) return delivery;
      delivery = await attempt(request, { attempt: index + 1, reason: delivery.problem });
    }
    return delivery;
  }

  return {
    send: (request: AppRequest) => (request.kind === 'events_api' ? sendEvent(request) : attempt(request, null)),
    /** Sends the same content again with a fresh signature, as after a lost acknowledgement. */
    redeliver: (delivery: AppDelivery) =>
      attempt(delivery.request, delivery.request.kind === 'events_api' ? { attempt: 1, reason: 'http_timeout' } : null),
  };
}

function retryHeaders(retry: { attempt: number; reason: string } | null): { [name: string]: string } {
  if (!retry) return {};
  return { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason };
}
