import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, MessageFactory, type TurnContext } from 'botbuilder';
import express from 'express';
import { generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';
import { startTeamsSimulator, type TeamsSimulator } from '../../../playground/teams/simulator.ts';

const TENANT = '11111111-1111-4111-8111-111111111111';
const ANNA = { tenant: TENANT, user: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa' };

let teams: TeamsSimulator;
let server: Server;
let appUrl: string;
let turns: string[];

beforeEach(async () => {
  turns = [];
  // botbuilder prints every refusal.
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  teams = await startTeamsSimulator({ appUrl: () => appUrl });
  teams.addTenant({ tenant: TENANT, name: 'Scholen Noord' });
  teams.addUser({ ...ANNA, name: 'Anna' });
  const adapter = createAdapter();
  server = createServer(
    express()
      .use(express.json())
      .post('/api/messages', (req, res) => adapter.process(req, res, answerTurn)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  appUrl = typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
});

afterEach(async () => {
  jest.restoreAllMocks();
  await teams.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function answerTurn(context: TurnContext): Promise<void> {
  turns.push(context.activity.type);
  if (context.activity.type === 'message') await context.sendActivity(MessageFactory.text('Hoi'));
}

function createAdapter(): CloudAdapter {
  const { appId, loginUrl, oauthScope, tokenIssuer, openIdMetadata } = teams.authentication;
  const settings = {
    MicrosoftAppId: appId,
    ToChannelFromBotLoginUrl: loginUrl,
    ToChannelFromBotOAuthScope: oauthScope,
    ToBotFromChannelTokenIssuer: tokenIssuer,
    ToBotFromChannelOpenIdMetadataUrl: openIdMetadata,
  };
  return new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(settings, {
      isValidAppId: async (id?: string) => id === appId,
      isAuthenticationDisabled: async () => false,
      // botbuilder's own token client refuses an address without TLS.
      createCredentials: async () => ({
        async signRequest(request) {
          request.headers.set('authorization', `Bearer ${await fetchToken()}`);
          return request;
        },
      }),
    }),
  );
}

async function fetchToken(): Promise<string> {
  const { appId, appPassword, loginUrl, oauthScope } = teams.authentication;
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: appId,
    client_secret: appPassword,
    scope: `${oauthScope}/.default`,
  });
  const response = await fetch(`${loginUrl}/oauth2/v2.0/token`, { method: 'POST', body });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

describe('botbuilder', () => {
  it('accepts what the simulated channel signed, and can reply with its own client', async () => {
    expect((await teams.install(ANNA)).result.kind).toBe('delivered');
    expect((await teams.typeMessage(ANNA, 'hulp')).result.kind).toBe('delivered');
    expect(turns).toEqual(['conversationUpdate', 'installationUpdate', 'message']);
    expect(teams.sends.map(({ text }) => text)).toEqual(['Hoi']);
  });

  it('refuses a forged token, the bot’s own token and nonsense', async () => {
    await teams.install(ANNA);
    turns = [];
    const { appId, tokenIssuer, openIdMetadata } = teams.authentication;
    const { jwks_uri } = z.object({ jwks_uri: z.string() }).parse(await (await fetch(openIdMetadata)).json());
    const { keys } = z
      .object({ keys: z.array(z.object({ kid: z.string() })).min(1) })
      .parse(await (await fetch(jwks_uri)).json());
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({ serviceurl: teams.url })
      .setProtectedHeader({ alg: 'RS256', kid: keys[0]?.kid ?? '' })
      .setIssuer(tokenIssuer)
      .setAudience(appId)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    for (const token of [forged, await fetchToken(), 'x.y.z']) {
      const response = await fetch(`${appUrl}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ type: 'message', channelId: 'msteams', serviceUrl: teams.url, text: 'hulp' }),
      });
      expect(response.ok).toBe(false);
    }
    expect(turns).toEqual([]);
    expect(teams.sends).toHaveLength(0);
  });
});
