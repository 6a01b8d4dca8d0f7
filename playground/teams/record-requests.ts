import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { TeamsSimulation } from './simulation.ts';

const withSecret = z.looseObject({ client_secret: z.string() });

/** Records every request before it is handled. Headers, and so tokens, are never recorded. */
export function recordRequests({ requests, serviceUrl }: TeamsSimulation): RequestHandler {
  return (req, _res, next) => {
    requests.push({
      platform: 'teams',
      method: req.method,
      url: `${serviceUrl()}${req.originalUrl}`,
      body: withoutSecret(req.body),
    });
    next();
  };
}

function withoutSecret(body: unknown): unknown {
  const parsed = withSecret.safeParse(body);
  if (!parsed.success) return body ?? null;
  const { client_secret: _secret, ...rest } = parsed.data;
  return rest;
}
