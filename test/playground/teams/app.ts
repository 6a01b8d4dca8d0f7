import { createServer } from 'node:http';
import { expect } from '@jest/globals';
import express from 'express';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  startTeamsSimulator,
  type TeamsSimulator,
  type TeamsSimulatorOptions,
} from '../../../playground/teams/simulator.ts';
import { frozenMs } from '../../fakes/frozen-clock.ts';
import { listen, stopListening } from '../../listen.ts';
import { type AppAnswer, checkIn, message } from './cards.ts';

export const TENANT = '11111111-1111-4111-8111-111111111111';
export const OTHER_TENANT = '22222222-2222-4222-8222-222222222222';
export const ANNA = { tenant: TENANT, user: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };
export const BRAM = { tenant: TENANT, user: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb' };
export const CARLA = { tenant: OTHER_TENANT, user: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc' };
export const TEAM = '19:team@thread.tacv2';
export const CHANNEL = '19:supervisors@thread.tacv2';

const activity = z.looseObject({
  id: z.string(),
  type: z.string(),
  name: z.string().optional(),
  replyToId: z.string().optional(),
  from: z.looseObject({ id: z.string(), aadObjectId: z.string() }),
  conversation: z.looseObject({ id: z.string(), tenantId: z.string() }),
  serviceUrl: z.string(),
  value: z.unknown().optional(),
  action: z.string().optional(),
});
type Received = z.infer<typeof activity>;

export const idBody = z.object({ id: z.string(), activityId: z.string().optional() });
const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

interface App {
  /** The address of the app; set when it listens. */
  url: string;
  received: Received[];
  answer: (activity: Received) => AppAnswer | Promise<AppAnswer>;
}

/** Opens a Teams with three people in two tenants and a channel, and an app whose answers a test can set. */
export async function openTeams(options: Partial<TeamsSimulatorOptions> = {}) {
  const app: App = { url: '', received: [], answer: () => ({ status: 200 }) };
  const teams = await startTeamsSimulator({
    appUrl: () => app.url,
    now: () => new Date('2026-11-17T14:30:00Z'),
    machineMs: frozenMs,
    timeouts: { invokeMs: 60_000, otherMs: 60_000 },
    ...options,
  });
  teams.addTenant({ tenant: TENANT, name: 'Scholen Noord' });
  teams.addTenant({ tenant: OTHER_TENANT, name: 'Scholen Zuid' });
  teams.addUser({ ...ANNA, name: 'Anna' });
  teams.addUser({ ...BRAM, name: 'Bram' });
  teams.addUser({ ...CARLA, name: 'Carla' });
  teams.addChannel({ tenant: TENANT, team: TEAM, channel: CHANNEL, name: 'Begeleiders' });
  const closeApp = await startApp(teams, app);
  const client = await startClient(teams);
  async function close(): Promise<void> {
    await teams.close();
    await closeApp();
  }
  return { teams, app, ...client, closeApp, close };
}

/** Starts an app that accepts only requests that the channel signed for it. @returns a function that closes it */
async function startApp(teams: TeamsSimulator, app: App): Promise<() => Promise<void>> {
  const server = createServer(
    express()
      .use(express.json())
      .post('/api/messages', async (req, res) => {
        await expectFromChannel(teams, req.headers.authorization ?? '');
        const parsed = activity.parse(req.body);
        app.received.push(parsed);
        const { status, body, text } = await app.answer(parsed);
        if (body !== undefined) res.status(status).json(body);
        else res.status(status).send(text);
      }),
  );
  app.url = await listen(server);
  return () => stopListening(server);
}

async function expectFromChannel(teams: TeamsSimulator, authorization: string): Promise<void> {
  const { openIdMetadata, tokenIssuer, appId } = teams.authentication;
  const metadata = z.object({ jwks_uri: z.url() }).parse(await (await fetch(openIdMetadata)).json());
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const token = authorization.replace('Bearer ', '');
  const { payload } = await jwtVerify(token, keys, { issuer: tokenIssuer, audience: appId });
  expect(payload['serviceurl']).toBe(teams.url);
}

/** The requests of an app to the Bot Connector. */
async function startClient(teams: TeamsSimulator) {
  function requestToken(changes: { [field: string]: string } = {}, loginUrl = teams.authentication.loginUrl) {
    const { appId, appPassword, oauthScope } = teams.authentication;
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: appPassword,
      scope: `${oauthScope}/.default`,
      ...changes,
    };
    return fetch(`${loginUrl}/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) });
  }

  const token = z.object({ access_token: z.string() }).parse(await (await requestToken()).json()).access_token;

  function call(method: string, at: string, body?: unknown, authorization = `Bearer ${token}`) {
    return fetch(`${teams.url}/v3/conversations${at}`, {
      method,
      headers: { 'content-type': 'application/json', authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  function chatOf(person: { tenant: string; user: string }): string {
    const found = teams.state().users.find((one) => one.user === person.user && one.tenant === person.tenant);
    return found?.conversation ?? '';
  }

  /** Posts a message, which must be accepted. @returns its id */
  async function send(person = ANNA, body: unknown = message(checkIn)): Promise<string> {
    const response = await call('POST', path(chatOf(person)), body);
    expect(response.status).toBe(201);
    return idBody.parse(await response.json()).id;
  }

  return { token, requestToken, call, chatOf, send };
}

export type OpenTeams = Awaited<ReturnType<typeof openTeams>>;

/** The path of a conversation's activities, or of one of them. */
export function path(conversation: string, activityId?: string): string {
  const base = `/${encodeURIComponent(conversation)}/activities`;
  return activityId === undefined ? base : `${base}/${encodeURIComponent(activityId)}`;
}

/** @returns the response, for its headers */
export async function expectRefusal(response: Promise<Response>, status: number, code: string): Promise<Response> {
  const got = await response;
  expect(got.status).toBe(status);
  expect(errorBody.parse(await got.json()).error.code).toBe(code);
  return got;
}
