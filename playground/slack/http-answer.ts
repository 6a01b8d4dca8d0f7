import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorRequestHandler, Request, Response } from 'express';
import { z } from 'zod';
import type { createFaults, PlannedFault } from './faults.ts';
import type { RecordedRequest } from './recording.ts';
import { SlackFault } from './slack-fault.ts';

type RecordRequest = (req: Request<{ method: string }> | Request, body: RecordedRequest['body']) => void;

type Faults = ReturnType<typeof createFaults>;

/** An answer as it is sent. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: { readonly [key: string]: unknown };
}

export interface RouteOptions {
  readonly faults: Faults;
  readonly record: RecordRequest;
  /** Ends every wait. */
  readonly closing: AbortSignal;
}

/**
 * Answers a request with the result of `accept`, changed by the fault that was planned: late, refused before it is
 * accepted, or accepted and never answered.
 */
export async function answerUnderFault(
  res: Response,
  fault: PlannedFault | null,
  closing: AbortSignal,
  accept: () => HttpAnswer,
): Promise<void> {
  await pause(fault?.delayMs, closing);
  await fault?.until;
  const answer = faultAnswer(fault) ?? accept();
  if (fault?.dropAfterAccept) {
    res.destroy();
    return;
  }
  await pause(fault?.answerDelayMs, closing);
  res.status(answer.status).set(answer.headers).json(answer.body);
}

/** Slack's answer to a call that it refuses: 429 with Retry-After, or 200 with `ok: false`. */
export function refusedCall(fault: SlackFault): HttpAnswer {
  const body = { ok: false, error: fault.code, ...fault.details };
  if (fault.retryAfterS === null) return { status: 200, headers: {}, body };
  return { status: 429, headers: { 'retry-after': String(fault.retryAfterS) }, body };
}

/** The fields of a request's parsed body; none without a body. */
export function bodyFields(req: Request<{ method: string }> | Request): { [key: string]: unknown } {
  const body: unknown = req.body;
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

const unreadableSchema = z.object({ type: z.string().startsWith('entity.') });

/** Answers an unreadable body as Slack does, and an error in the simulator with 500. */
export const answerUnreadable: ErrorRequestHandler = (error, _req, res, _next) => {
  if (unreadableSchema.safeParse(error).success) res.json({ ok: false, error: 'invalid_json' });
  else res.status(500).json({ ok: false, error: 'internal_error' });
};

function faultAnswer(fault: PlannedFault | null): HttpAnswer | null {
  if (fault?.status === 429) return refusedCall(new SlackFault('ratelimited', { retryAfterS: fault.retryAfterS ?? 1 }));
  if (fault?.status === 500) return { status: 500, headers: {}, body: {} };
  return fault?.error === undefined ? null : refusedCall(new SlackFault(fault.error));
}

async function pause(milliseconds: number | undefined, closing: AbortSignal): Promise<void> {
  if (milliseconds === undefined) return;
  await sleep(milliseconds, undefined, { signal: closing }).catch(() => undefined);
}
