import { ExpressReceiver, SocketModeReceiver } from '@slack/bolt';
import { type RequestHandler, Router } from 'express';
import type { Logger } from 'pino';
import { PolsslagError } from '../../errors.ts';
import { type ClientOptions, quietLogger, webClientOptions } from './client.ts';
import { SLACK_PATH } from './slack-path.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
/** Slack gives up at three seconds: what has not been acknowledged just before that is answered with a failure. */
export const ACKNOWLEDGE_WITHIN_MS = 2_900;
/** As far as Bolt lets a signature be behind. */
const MOST_AHEAD_MS = 5 * 60_000;

export interface HttpReceiver extends Pick<ExpressReceiver, 'init'> {
  readonly router: Router;
}

/** Signed HTTP requests: 401 without a good and fresh signature, 413 when too long, 405 for anything but POST. */
export function createHttpReceiver(signingSecret: string, acknowledgeWithinMs: number, log: Logger): HttpReceiver {
  const receiver = new ExpressReceiver({
    signingSecret,
    endpoints: SLACK_PATH,
    bodyLimit: BODY_LIMIT_BYTES,
    logger: quietLogger(log),
    unhandledRequestTimeoutMillis: acknowledgeWithinMs,
    unhandledRequestHandler: ({ response }) => {
      log.error({ code: 'too_slow' }, 'Slack delivery not acknowledged');
      response.writeHead(503).end();
    },
    processEventErrorHandler: async ({ error, response }) => {
      const refused = logFailure(error, log);
      if (response.headersSent) return false;
      // Sending it again would be refused again.
      response.writeHead(refused ? 401 : 500, refused ? { 'x-slack-no-retry': '1' } : {}).end();
      return true;
    },
  });
  receiver.router.all(SLACK_PATH, (_request, response) => {
    response.status(405).set('allow', 'POST').end();
  });
  const router = Router();
  router.post(SLACK_PATH, refuseFuture);
  router.use(receiver.router);
  return { router, init: (app) => receiver.init(app) };
}

/** Bolt refuses what was signed too long ago; what is signed for later could be sent again and again until then. */
const refuseFuture: RequestHandler = (request, response, next) => {
  const signedAt = Number(request.get('x-slack-request-timestamp')) * 1_000;
  if (signedAt > Date.now() + MOST_AHEAD_MS) response.status(401).end();
  else next();
};

/** A connection that we open to Slack, for deployments without a public address. */
export function createSocketReceiver(appToken: string, options: ClientOptions): SocketModeReceiver {
  return new SocketModeReceiver({
    appToken,
    logger: quietLogger(options.log),
    installerOptions: { clientOptions: webClientOptions(options) },
    // Acknowledged when refused, so that Slack does not send it again; otherwise Slack may.
    processEventErrorHandler: async ({ error }) => logFailure(error, options.log),
  });
}

/** Logs why a delivery was not handled, without its content; true when it came from a workspace we do not serve. */
function logFailure(error: Error, log: Logger): boolean {
  const refused = error instanceof PolsslagError && error.code === 'NOT_ALLOWED';
  if (refused) log.warn({ code: 'unknown_workspace' }, 'Slack delivery refused');
  else log.error({ code: error.name }, 'Slack delivery not handled');
  return refused;
}
