import { createServer } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { errorCode } from '../error-code.ts';
import { listenOn, localUrl } from '../free-port.ts';

/** The largest body accepted, in bytes; no platform's message is as large. */
const BODY_LIMIT_BYTES = 256 * 1024;
/**
 * How long idle connections stay open, in milliseconds: longer than proxies and platforms keep them, so that the other
 * side closes first. If we closed a connection while a tap is being sent over it, the tap would be lost.
 */
const KEPT_OPEN_MS = 185_000;

/** Addresses of this machine and of private networks. */
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
  /** 0 for a free port chosen by the system. */
  readonly port: number;
  readonly log: Logger;
  readonly endpoints?: readonly Endpoint[];
}

export interface WebServer {
  /** Its address, with the actual port when 0 was asked for. */
  readonly url: string;
  /** Accepts no more requests and waits for those under way. */
  close(): Promise<void>;
}

/**
 * Starts a server on one port: the platforms' endpoints, and one Express app for everything else. A path that no router
 * handles is answered with 404, and no answer repeats the request.
 * @param routers mounted in this order
 * @throws PolsslagError UNAVAILABLE when the port is taken
 */
export async function startWebServer(
  routers: readonly RequestHandler[],
  { host, port, log, endpoints = [] }: ServerOptions,
): Promise<WebServer> {
  const app = express();
  app.disable('x-powered-by');
  // Only the nearest proxy, on this machine or in a private network, may state the client's address; addresses from
  // further proxies are ignored. Otherwise somebody in the same network could use another address for each password
  // they try.
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

/** Headers on every answer: no guessing of content types, no referrer to other sites, no framing. */
const SAFE_HEADERS = [
  ['content-security-policy', "frame-ancestors 'none'"],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
] as const;

/** Normalises a path as Express does: case, a slash at the end and a leading server name make no difference. */
function pathOf(url: string): string {
  const [path = ''] = url
    .toLowerCase()
    .replace(/^https?:\/\/[^/?]*/, '')
    .split('?');
  return path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Answers 413 when the declared length is too large. A body without a declared length is limited by its reader. */
const limitBody: RequestHandler = ({ headers }, response, next) => {
  if (Number(headers['content-length'] ?? 0) <= BODY_LIMIT_BYTES) return next();
  response.status(413).end();
};

const badRequest = z.object({ status: z.int().min(400).max(499) });

/** Answers an error without repeating anything of it. */
function answerFailure(log: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const status = statusOf(error, log);
    if (response.headersSent) return next(error);
    response.status(status).end();
  };
}

/** Gives the status for an error: an unreadable request is the sender's fault; anything else is ours, and is logged. */
function statusOf(error: unknown, log: Logger): number {
  const fault = badRequest.safeParse(error);
  if (fault.success) return fault.data.status;
  log.error({ code: errorCode(error) }, 'request failed');
  return 500;
}
