import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import readRaw from 'raw-body';
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import type { DeliveryLog } from './delivery-log.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
const unreadable = z.object({ status: z.int().min(400).max(499) });

/** A platform's request, with its body read as UTF-8. */
export interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Makes an endpoint for a platform's POST requests: 405 for any other method, 413 for a body of more than 256 KiB, 415
 * for a compressed one.
 * @param take answers a request; it throws errors that are our fault
 * @param ours the status that tells the platform to try again
 */
export function receivePosts(
  path: string,
  take: (post: Post, response: ServerResponse) => Promise<void>,
  ours: number,
  log: DeliveryLog,
): Endpoint {
  return {
    path,
    async serve(request, response) {
      if (request.method !== 'POST') return end(response.setHeader('allow', 'POST'), 405);
      try {
        await take({ headers: request.headers, text: await readText(request) }, response);
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

async function readText(request: IncomingMessage): Promise<string> {
  const { 'content-length': length = null, 'content-encoding': encoding } = request.headers;
  if ((encoding || 'identity').toLowerCase() !== 'identity')
    throw Object.assign(new Error('a compressed body'), { status: 415 });
  return (await readRaw(request, { length, limit: BODY_LIMIT_BYTES })).toString();
}

/** Answers with only a status, unless it was answered already. */
export function end(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.statusCode = status;
  response.end();
}
