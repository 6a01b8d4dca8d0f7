import { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { checkPictures } from './check-pictures.ts';
import {
  createConversation,
  deleteActivity,
  sendActivity,
  tenantOfNewConversation,
  tenantOfTarget,
  updateActivity,
} from './conversations.ts';
import { Refusal } from './refusal.ts';
import { serve, type TenantOf } from './serve.ts';
import type { TeamsSimulation } from './simulation.ts';

const ACTIVITIES = '/v3/conversations/:conversation/activities';
const ACTIVITY = `${ACTIVITIES}/:activity`;

const oneConversation = z.object({ conversation: z.string() });
const withFirstActivity = z.looseObject({ activity: z.unknown().optional() }).catch({});
const oneActivity = z.object({ conversation: z.string(), activity: z.string() });

/** The endpoints of the Bot Connector for posting, replying, updating and deleting. */
export function connectorRoutes(simulation: TeamsSimulation): Router {
  const { world } = simulation;
  const router = Router();
  const tenantInPath: TenantOf = (req) => tenantOfTarget(world, oneConversation.parse(req.params).conversation);
  const tenantInBody: TenantOf = (req) => tenantOfNewConversation(world, req.body);
  const inPath = limitTenant(simulation, tenantInPath);
  router.use('/v3', requireToken(simulation));
  router.post(
    '/v3/conversations',
    limitTenant(simulation, tenantInBody),
    serve(simulation, 'createConversation', tenantInBody, async (req) => {
      await checkPictures(simulation, withFirstActivity.parse(req.body).activity);
      return createConversation(simulation, req.body);
    }),
  );
  router.post(
    ACTIVITIES,
    inPath,
    serve(simulation, 'send', tenantInPath, async (req) => {
      await checkPictures(simulation, req.body);
      return sendActivity(simulation, oneConversation.parse(req.params).conversation, null, req.body);
    }),
  );
  router.post(
    ACTIVITY,
    inPath,
    serve(simulation, 'send', tenantInPath, async (req) => {
      await checkPictures(simulation, req.body);
      const { conversation, activity } = oneActivity.parse(req.params);
      return sendActivity(simulation, conversation, activity, req.body);
    }),
  );
  router.put(
    ACTIVITY,
    inPath,
    serve(simulation, 'update', tenantInPath, async (req) => {
      await checkPictures(simulation, req.body);
      const { conversation, activity } = oneActivity.parse(req.params);
      return updateActivity(simulation, conversation, activity, req.body);
    }),
  );
  router.delete(
    ACTIVITY,
    inPath,
    serve(simulation, 'delete', tenantInPath, (req) => {
      const { conversation, activity } = oneActivity.parse(req.params);
      return deleteActivity(simulation, conversation, activity);
    }),
  );
  return router;
}

function requireToken(simulation: TeamsSimulation): RequestHandler {
  return (req: Request, _res, next) => {
    if (!simulation.tokens.accepts(req.headers.authorization, simulation.machineMs())) {
      throw new Refusal(401, 'Unauthorized', 'Authorization has been denied for this request.');
    }
    next();
  };
}

function limitTenant(simulation: TeamsSimulation, tenantOf: TenantOf): RequestHandler {
  return (req, _res, next) => {
    const tenant = tenantOf(req);
    const waitMs = tenant === null ? 0 : (simulation.limits?.requests.take(tenant, simulation.machineMs()) ?? 0);
    if (waitMs > 0) throw new Refusal(429, 'Throttled', 'Too many requests', Math.ceil(waitMs / 1000));
    next();
  };
}
