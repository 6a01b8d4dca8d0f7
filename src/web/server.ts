import { createServer } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { errorCode } from '../error-code.ts';
import { listenOn, localUrl } from '../free-port.ts';

/** More than any message of a platform, in bytes. */
const BODY_LIMIT_BYTES = 256 * 1024;
/**
 * Milliseconds: longer than a proxy or a platform leaves a connection open that nobody uses. Whoever closes first does so
 * while the other may be sending, and a tap that is lost with its connection is not sent again.
 */
const KEPT_OPEN_MS = 185_000;

/** This machine and private networks. */
const NEAR = new BlockList();
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['169.254.0.0', 16],
] as const) {
  NEAR.addSubnet(net, prefix, 'ipv4');
}
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

function isNear(address: string): boolean {
  return NEAR.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

interface ServerOptions {
  readonly host: string;
  /** 0 for one that the system chooses. */
  readonly port: number;
  readonly log: Logger;
  readonly endpoints?: readonly Endpoint[];
}

export interface WebServer {
  /** Where it listens; the port that the system chose when 0 was asked. */
  readonly url: string;
  /** Takes no more requests and waits for those under way. */
  close(): Promise<void>;
}

/**
 * One port: the platforms' endpoints, and one Express app for all else. What no router takes is 404, and no answer repeats what
 * was sent.
 * @param routers mounted in this order
 * @throws PolsslagError UNAVAILABLE when the port is taken
 */
export async function startWebServer(
  routers: readonly RequestHandler[],
  { host, port, log, endpoints = [] }: ServerOptions,
): Promise<WebServer> {
  const app = express();
  app.disable('x-powered-by');
  // One proxy, on this machine or in its private network, may say who it asks for; nobody else is believed, nor whom that one in
  // its turn says: somebody in the same network would have another address with each try.
  app.set('trust proxy', (address: string, hop: number) => hop === 0 && isNear(address));
  app.use(limitBody);
  for (const router of routers) app.use(router);
  app.use((_request, response) => {
    response.status(404).end();
  });
  app.use(answerFailure(log));
  const endpointAt = new Map(endpoints.map((endpoint) => [endpoint.path, endpoint]));
  const server = createServer({ keepAliveTimeout: KEPT_OPEN_MS }, (request, response) => {
    for (const [name, value] of SAFE_HEADERS) response.setHeader(name, value);
    const endpoint = endpointAt.get(pathOf(request.url ?? ''));
    if (!endpoint) return app(request, response);
    endpoint.serve(request, response).catch((error: unknown) => {
      response.statusCode = statusOf(error, log);
      response.end();
    });
  });
  const chosen = await listenOn(server, host, port);
  return {
    url: localUrl(host, chosen),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), 3_000).unref();
      }),
  };
}

/** On every answer: no guessing of types, no address told to others, no page of ours in a frame. */
const SAFE_HEADERS = [
  ['content-security-policy', "frame-ancestors 'none'"],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
] as const;

/** As Express compares paths: case, a slash at the end and a server's name before it make no difference. */
function pathOf(url: string): string {
  const [path = ''] = url
    .toLowerCase()
    .replace(/^https?:\/\/[^/?]*/, '')
    .split('?');
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** 413 for a body that says that it is too long, wherever it goes; one that does not say so is cut off by its reader. */
const limitBody: RequestHandler = ({ headers }, response, next) => {
  if (Number(headers['content-length'] ?? 0) <= BODY_LIMIT_BYTES) return next();
  response.status(413).end();
};

const badRequest = z.object({ status: z.int().min(400).max(499) });

/** Nothing of a failure is repeated in the answer. */
function answerFailure(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOf(error, log);
    if (response.headersSent) return next(error);
    response.status(status).end();
  };
}

/** A request that cannot be read is the sender's fault; anything else is ours, and is logged. */
function statusOf(error: unknown, log: Logger): number {
  const fault = badRequest.safeParse(error);
  if (fault.success) return fault.data.status;
  log.error({ code: errorCode(error) }, 'request failed');
  return 500;
}
