import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import readRaw from 'raw-body';
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import type { DeliveryLog } from './delivery-log.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
/** Milliseconds. No platform waits longer for an answer, and its body comes at once. */
const BODY_WITHIN_MS = 15_000;
const unreadable = z.object({ status: z.int().min(400).max(499) });

/** A platform's request, with its body read as UTF-8. */
export interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Makes an endpoint for a platform's POST requests: 405 for any other method, 413 for a body of more than 256 KiB, 415
 * for a compressed one. A connection on which the body does not come in time is cut: what was read of it is in memory, whoever sent it.
 * @param take answers a request; it throws errors that are our fault
 * @param ours the status that tells the platform to try again
 * @param bodyWithinMs how long a body may take, in milliseconds
 */
export function receivePosts(
  path: string,
  take: (post: Post, response: ServerResponse) => Promise<void>,
  ours: number,
  log: DeliveryLog,
  bodyWithinMs: number = BODY_WITHIN_MS,
): Endpoint {
  return {
    path,
    async serve(request, response) {
      if (request.method !== 'POST') return end(response.setHeader('allow', 'POST'), 405);
      try {
        await take({ headers: request.headers, text: await readText(request, bodyWithinMs) }, response);
      } catch (error) {
        const fault = unreadable.safeParse(error);
        if (fault.success) log.refused('bad_body');
        else log.failed(error);
        end(response, fault.success ? fault.data.status : ours);
        // Discards the rest of the body, because the connection cannot carry another request before that.
        request.resume();
      }
    },
  };
}

async function readText(request: IncomingMessage, withinMs: number): Promise<string> {
  const { 'content-length': length = null, 'content-encoding': encoding } = request.headers;
  if ((encoding || 'identity').toLowerCase() !== 'identity')
    throw Object.assign(new Error('a compressed body'), { status: 415 });
  const tooLate = setTimeout(() => request.destroy(), withinMs);
  try {
    return (await readRaw(request, { length, limit: BODY_LIMIT_BYTES })).toString();
  } finally {
    clearTimeout(tooLate);
  }
}

/** Answers with only a status, unless it was answered already. */
export function end(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.statusCode = status;
  response.end();
}
