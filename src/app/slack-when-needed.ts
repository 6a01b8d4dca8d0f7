import type { RequestHandler } from 'express';
import type { ChatPlatform } from '../chat/platform.ts';
import type { SlackReceiver, SlackReceiverOptions } from '../platforms/slack/receive.ts';
import type { SlackPlatformOptions } from '../platforms/slack/send.ts';
import { SLACK_PATH } from '../platforms/slack/slack-path.ts';

/*
 * Slack's libraries take as long to load as the half of everything else. Nothing that is ready for work has to wait for
 * them: they are loaded by the first message, or else soon after the start, long before Slack would stop waiting.
 */

/** Milliseconds after the start. */
const SOON_MS = 1_000;

export function slackPlatformWhenNeeded(options: SlackPlatformOptions): ChatPlatform {
  const platform = once(async () => (await import('../platforms/slack/send.ts')).createSlackPlatform(options));
  return {
    name: 'slack',
    send: async (message) => (await platform()).send(message),
    edit: async (to, reference, view) => (await platform()).edit(to, reference, view),
    findSent: async (to, key, since) => (await platform()).findSent(to, key, since),
  };
}

/** What lets Slack in. */
interface SlackEntrance {
  /** Null in Socket Mode. Must be mounted before any body parser. */
  readonly router: RequestHandler | null;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function slackEntranceWhenNeeded(options: SlackReceiverOptions): SlackEntrance {
  let opened = false;
  let soon: NodeJS.Timeout | undefined;
  const receiver = once(async (): Promise<SlackReceiver> => {
    opened = true;
    const { createSlackReceiver } = await import('../platforms/slack/receive.ts');
    return createSlackReceiver(options);
  });
  const router: RequestHandler = async (request, response, next) => {
    if (!request.path.toLowerCase().startsWith(SLACK_PATH)) return next();
    const { router: open } = await receiver();
    if (open) open(request, response, next);
    else next();
  };
  return {
    router: options.connection.mode === 'http' ? router : null,
    start: async () => {
      if (options.connection.mode === 'socket') await (await receiver()).start();
      // Whoever comes first hears of a failure.
      else soon = setTimeout(() => void receiver().catch(() => undefined), SOON_MS).unref();
    },
    stop: async () => {
      clearTimeout(soon);
      if (opened) await (await receiver()).stop();
    },
  };
}

function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}
