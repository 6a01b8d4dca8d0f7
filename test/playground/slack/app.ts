import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { LogLevel, WebClient } from '@slack/web-api';
import express from 'express';
import { z } from 'zod';
import { listen, stopListening } from '../../../playground/listen.ts';
import { type SlackSimulatorOptions, startSlackSimulator } from '../../../playground/slack/simulator.ts';
import { frozenMs } from '../../fakes/frozen-clock.ts';

const SIGNING_SECRET = 'a-secret-of-this-test';
export const TEAM = 'T1';
export const USER = 'U1';
export const WHO = { team: TEAM, user: USER };

const payloadSchema = z.looseObject({ trigger_id: z.string().default(''), response_url: z.string().default('') });

/** A request that the app got from the simulator: its headers and parsed payload. */
export interface Received {
  readonly headers: { readonly [name: string]: unknown };
  readonly payload: z.infer<typeof payloadSchema>;
}

export type Respond = (received: Received, res: express.Response) => unknown;

/** Starts a tiny app that checks signatures and answers by `respond`, and a simulator with one workspace. */
export async function startWithApp(options: Partial<SlackSimulatorOptions> = {}) {
  const received: Received[] = [];
  const behaviour: { respond: Respond } = { respond: (_received, res) => res.end() };
  const app = express();
  app.post('/slack/events', express.text({ type: () => true }), (req, res) => {
    if (!isSigned(req.get('x-slack-request-timestamp'), req.get('x-slack-signature'), req.body)) {
      res.status(401).end();
      return;
    }
    const one = { headers: req.headers, payload: parse(req.get('content-type') ?? '', req.body) };
    received.push(one);
    behaviour.respond(one, res);
  });
  const server = createServer(app);
  const appUrl = await listen(server, 0);

  const slack = await startSlackSimulator({
    signingSecret: SIGNING_SECRET,
    appUrl: () => appUrl,
    scopes: ['chat:write', 'im:write', 'im:history', 'channels:history', 'users:read', 'commands'],
    postsPerSecondPerChannel: null,
    eventRetryDelaysMs: [5, 5, 5],
    ackWithinMs: () => 60_000,
    machineMs: frozenMs,
    ...options,
  });
  const { botToken, appToken, botUser } = slack.addWorkspace({ team: TEAM, name: 'Een Bestuur' });
  slack.addUser({ team: TEAM, user: USER, name: 'Juf Een' });
  slack.addChannel({ team: TEAM, channel: 'C1', name: 'begeleiders' });
  return {
    slack,
    received,
    behaviour,
    botToken,
    appToken,
    botUser,
    client: clientFor(slack.url, botToken),
    async close() {
      await slack.close();
      await stopListening(server);
    },
  };
}

const quiet = () => undefined;
const silent = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  getLevel: () => LogLevel.ERROR,
  setName: quiet,
};

/** The real client, without its own retries. */
export function clientFor(url: string, token: string): WebClient {
  return new WebClient(token, {
    slackApiUrl: `${url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });
}

function isSigned(timestamp = '', signature = '', body: string): boolean {
  const expected = `v0=${createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  const fresh = Math.abs(Date.now() / 1000 - Number(timestamp)) < 300;
  return (
    fresh && signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected))
  );
}

function parse(contentType: string, body: string): Received['payload'] {
  if (contentType.startsWith('application/json')) return payloadSchema.parse(JSON.parse(body));
  const fields = Object.fromEntries(new URLSearchParams(body));
  return payloadSchema.parse(fields['payload'] === undefined ? fields : JSON.parse(fields['payload']));
}
