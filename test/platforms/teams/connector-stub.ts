import { createServer } from 'node:http';
import express from 'express';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { TeamsCredentials } from '../../../src/platforms/teams/credentials.ts';
import { listen, stopListening } from '../../listen.ts';

interface StubRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: { readonly [key: string]: unknown };
}

interface TokenOptions {
  readonly issuer?: string;
  readonly audience?: string;
  readonly serviceUrl?: string | null;
  /** Seconds from now; negative for an expired token. */
  readonly lifetimeS?: number;
  /** Seconds from now; an hour ago unless given. */
  readonly beginsInS?: number;
  readonly withOtherKey?: boolean;
}

/** The bare services behind Teams: keys, tokens, and a connector whose answers a test can set. */
export interface ConnectorStub {
  readonly url: string;
  readonly credentials: TeamsCredentials;
  /** Every request to the connector. */
  readonly requests: StubRequest[];
  /** The number of requests that the connector accepted, answered or not. */
  accepted: number;
  /** Every request for a token. */
  readonly tokenRequests: StubRequest[];
  /** The connector's next answer, or 'cut' or 'hang'. */
  connectorAnswer: { status: number; headers?: { [name: string]: string }; body?: unknown } | 'cut' | 'hang';
  tokenAnswer: { status: number; body: unknown };
  keysStatus: number;
  sign(signed?: TokenOptions): Promise<string>;
  close(): Promise<void>;
}

type KeyName = 'good' | 'other';
type KeyPair = ReturnType<typeof generateKeyPair>;

declare global {
  var polsslagChannelKeys: Map<KeyName, KeyPair> | undefined;
}

/**
 * The channel's key and another one, each generated when it is first needed. All test files in one process share them,
 * because generating a key takes longer than everything else here.
 */
globalThis.polsslagChannelKeys ??= new Map();
const keyPairs = globalThis.polsslagChannelKeys;

function keyPair(which: KeyName): KeyPair {
  const pair = keyPairs.get(which) ?? generateKeyPair('RS256');
  keyPairs.set(which, pair);
  return pair;
}

/** Starts the stub, which answers normally until a test changes its answers. */
export async function startConnectorStub(): Promise<ConnectorStub> {
  const good = await keyPair('good');
  const keys = [{ ...(await exportJWK(good.publicKey)), kid: 'k1', endorsements: ['msteams'] }];
  const app = express();
  const server = createServer(app);
  const url = await listen(server);
  const connector: ConnectorStub = {
    url,
    credentials: {
      type: 'SingleTenant',
      appId: 'bot-app',
      appPassword: 'secret',
      tenantId: 'home-tenant',
      endpoints: {
        loginUrl: `${url}/home-tenant`,
        oauthScope: 'https://api.botframework.com',
        tokenIssuer: 'https://api.botframework.com',
        openIdMetadata: `${url}/openid`,
      },
    },
    requests: [],
    accepted: 0,
    tokenRequests: [],
    connectorAnswer: { status: 201, body: { id: 'sent-1' } },
    tokenAnswer: { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'token-1' } },
    keysStatus: 200,
    sign: async (signed = {}) => {
      const {
        issuer = 'https://api.botframework.com',
        audience = 'bot-app',
        lifetimeS = 600,
        beginsInS = -3_600,
      } = signed;
      const serviceUrl = signed.serviceUrl === undefined ? url : signed.serviceUrl;
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT(serviceUrl === null ? {} : { serviceurl: serviceUrl })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setNotBefore(now + beginsInS)
        .setExpirationTime(now + lifetimeS)
        .sign((signed.withOtherKey ? await keyPair('other') : good).privateKey);
    },
    close: () => stopListening(server),
  };
  app.use(express.json(), express.urlencoded({ extended: false }));
  app.get('/openid', (_req, res) => void res.status(connector.keysStatus).json({ jwks_uri: `${url}/keys` }));
  app.get('/keys', (_req, res) => void res.json({ keys }));
  app.post('/home-tenant/oauth2/v2.0/token', (req, res) => {
    connector.tokenRequests.push(asRequest(req));
    res.status(connector.tokenAnswer.status).json(connector.tokenAnswer.body);
  });
  app.use('/v3', (req, res) => {
    connector.requests.push(asRequest(req));
    const answer = connector.connectorAnswer;
    if (answer === 'cut' || answer === 'hang' || answer.status < 300) connector.accepted += 1;
    if (answer === 'cut') req.socket.destroy();
    else if (answer !== 'hang')
      res
        .status(answer.status)
        .set(answer.headers ?? {})
        .json(answer.body ?? {});
  });
  return connector;
}

function asRequest(req: express.Request): StubRequest {
  return { method: req.method, path: req.originalUrl, authorization: req.headers.authorization, body: req.body };
}
