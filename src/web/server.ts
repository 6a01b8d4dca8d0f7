import { createServer } from 'node:http';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { listenOn } from '../free-port.ts';

/** More than any message of a platform, in bytes. */
const BODY_LIMIT_BYTES = 256 * 1024;
/**
 * Milliseconds: longer than a proxy or a platform leaves a connection open that nobody uses. Whoever closes first does so
 * while the other may be sending, and a tap that is lost with its connection is not sent again.
 */
const KEPT_OPEN_MS = 185_000;

export interface WebServer {
  /** Where it listens; the port that the system chose when 0 was asked. */
  readonly url: string;
  /** Takes no more requests and waits for those under way. */
  close(): Promise<void>;
}

/**
 * One Express app on one port. What no router takes is 404, and no answer repeats what was sent.
 * @param routers mounted in this order; what checks signatures over the raw body comes before anything that parses one
 * @throws PolsslagError UNAVAILABLE when the port is taken
 */
export async function startWebServer(
  routers: readonly RequestHandler[],
  { host, port, log }: { host: string; port: number; log: Logger },
): Promise<WebServer> {
  const app = express();
  app.disable('x-powered-by');
  // One proxy, on this machine or in its private network, may say who it asks for; nobody else is believed.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.use(safeHeaders, limitBody);
  for (const router of routers) app.use(router);
  app.use((_request, response) => {
    response.status(404).end();
  });
  app.use(answerFailure(log));
  const server = createServer({ keepAliveTimeout: KEPT_OPEN_MS }, app);
  const chosen = await listenOn(server, host, port);
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${chosen}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 3_000).unref();
      }),
  };
}

/** On every answer: no guessing of types, no address told to others, no page of ours in a frame. */
const safeHeaders: RequestHandler = (_request, response, next) => {
  response.set({
    'content-security-policy': "frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  next();
};

/** 413 for a body that says that it is too long, wherever it goes; one that does not say so is cut off by its reader. */
const limitBody: RequestHandler = ({ headers }, response, next) => {
  if (Number(headers['content-length'] ?? 0) <= BODY_LIMIT_BYTES) return next();
  response.status(413).end();
};

const badRequest = z.object({ status: z.int().min(400).max(499) });

/** A request that cannot be read is the sender's fault; anything else is ours. Neither is repeated in the answer. */
function answerFailure(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const fault = badRequest.safeParse(error);
    if (!fault.success) log.error({ code: error instanceof Error ? error.name : 'unknown' }, 'request failed');
    if (response.headersSent) return next(error);
    response.status(fault.success ? fault.data.status : 500).end();
  };
}
