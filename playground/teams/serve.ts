import { setTimeout } from 'node:timers/promises';
import type { ErrorRequestHandler, Request, RequestHandler } from 'express';
import { z } from 'zod';
import type { FaultOperation, PlannedFault } from './faults.ts';
import { Refusal } from './refusal.ts';
import type { TeamsSimulation } from './simulation.ts';

export interface Answer {
  readonly status: number;
  readonly body: { readonly [key: string]: string | number };
}

export type TenantOf = (req: Request) => string | null;

/**
 * Serves one operation, with the fault that was planned for it. The work is done even if the caller has hung up during
 * a delay, because a slow platform accepts a message all the same.
 */
export function serve(
  simulation: TeamsSimulation,
  operation: FaultOperation | null,
  tenantOf: TenantOf,
  work: (req: Request) => Answer | Promise<Answer>,
): RequestHandler {
  return async (req, res) => {
    const fault = operation === null ? null : simulation.faults.take(operation, tenantOf(req));
    if (fault?.delayMs !== undefined) await setTimeout(fault.delayMs, undefined, { signal: simulation.closing });
    await fault?.until;
    const refusal = refusalOf(fault);
    if (refusal && !fault?.dropAfterAccept) throw refusal;
    const answer = await work(req);
    if (refusal) throw refusal;
    if (fault?.dropAfterAccept) req.socket.destroy();
    else res.status(answer.status).json(answer.body);
  };
}

function refusalOf(fault: PlannedFault | null): Refusal | null {
  if (fault?.status === undefined) return null;
  const { status, code = 'ServiceError', retryAfterS = null } = fault;
  return new Refusal(status, code, 'The service cannot do this now.', retryAfterS);
}

/** The error that Express throws for an unreadable body, also when its sender hung up half-way. */
const unreadableBody = z.object({ type: z.string(), status: z.int().min(400).max(499) });

/** Answers a refusal in the Bot Connector's form: `{ error: { code, message } }`. */
export const answerRefusal: ErrorRequestHandler = (error: unknown, req, res, next) => {
  const refusal = toRefusal(error);
  // Only a closing simulator, or a bug in it, causes any other error.
  if (refusal === null || res.headersSent) {
    if (error instanceof Error && error.name === 'AbortError') req.socket.destroy();
    else next(error);
    return;
  }
  if (refusal.retryAfterS !== null) res.set('Retry-After', String(refusal.retryAfterS));
  res.status(refusal.status).json({ error: { code: refusal.code, message: refusal.message } });
};

function toRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  const parsed = unreadableBody.safeParse(error);
  if (!parsed.success) return null;
  if (parsed.data.status === 413) return new Refusal(413, 'MessageSizeTooBig', 'Message size too large');
  return new Refusal(400, 'BadSyntax', 'The body cannot be read.');
}
