import { type Request, Router } from 'express';
import { z } from 'zod';
import { type Answer, serve } from './serve.ts';
import type { TeamsSimulation } from './simulation.ts';

/** The audience of every token for the Bot Connector; a token's scope is this followed by `/.default`. */
export const CONNECTOR_AUDIENCE = 'https://api.botframework.com';
/** The issuer of the channel's tokens. */
export const CHANNEL_ISSUER = 'https://api.botframework.com';

const TOKEN_LIFETIME_S = 3_600;

const tokenRequest = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string(),
  client_secret: z.string(),
  scope: z.string(),
});

/** Entra's token endpoint and the Bot Framework's key server. */
export function loginRoutes(simulation: TeamsSimulation): Router {
  const router = Router();
  router.post(
    '/:tenant/oauth2/v2.0/token',
    serve(
      simulation,
      'token',
      () => null,
      (req) => issueToken(simulation, req),
    ),
  );
  router.get('/v1/.well-known/openidconfiguration', (_req, res) => {
    res.json({
      issuer: CHANNEL_ISSUER,
      jwks_uri: `${simulation.serviceUrl()}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  });
  router.get('/v1/.well-known/keys', async (_req, res) => {
    res.json(await simulation.key.jwks());
  });
  return router;
}

async function issueToken(simulation: TeamsSimulation, req: Request): Promise<Answer> {
  const { appId, tenantId, key, tokens } = simulation;
  const fault = tokenFault(simulation, req);
  if (fault !== null) {
    const body = { error: fault, error_description: 'The token request was refused.' };
    return { status: fault === 'invalid_client' ? 401 : 400, body };
  }
  const claims = { iss: `https://sts.windows.net/${tenantId}/`, aud: CONNECTOR_AUDIENCE, appid: appId, tid: tenantId };
  const token = await key.sign({ ...claims, ver: '1.0', jti: simulation.nextId() }, TOKEN_LIFETIME_S);
  tokens.add(token, simulation.machineMs(), TOKEN_LIFETIME_S);
  return { status: 200, body: { token_type: 'Bearer', expires_in: TOKEN_LIFETIME_S - 1, access_token: token } };
}

function tokenFault(simulation: TeamsSimulation, req: Request): string | null {
  const { tenant } = req.params;
  const parsed = tokenRequest.safeParse(req.body);
  if (!parsed.success) return 'invalid_request';
  if (tenant !== simulation.tenantId && tenant !== 'botframework.com') return 'invalid_request';
  const { client_id, client_secret, scope } = parsed.data;
  if (client_id !== simulation.appId || client_secret !== simulation.appPassword) return 'invalid_client';
  return scope === `${CONNECTOR_AUDIENCE}/.default` ? null : 'invalid_scope';
}
