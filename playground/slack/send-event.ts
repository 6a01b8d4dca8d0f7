import { randomBytes } from 'node:crypto';
import { type AppRequest, eventRequest } from './app-request.ts';
import type { AppDelivery } from './deliver.ts';
import { type PersonContext, sendFor } from './person-context.ts';
import type { Workspace } from './world.ts';

/** Tells the app of something that a person did; they see it when the app does not acknowledge. */
export function sendEventFor(
  context: PersonContext,
  workspace: Workspace,
  user: string,
  event: SlackEvent,
): Promise<AppDelivery> {
  return sendFor(context, workspace, user, eventEnvelope(context, workspace, event));
}

/** What happened, as the Events API names it. */
type SlackEvent = { readonly [key: string]: unknown };

/** The event in its envelope. */
export function eventEnvelope(context: PersonContext, workspace: Workspace, event: SlackEvent): AppRequest {
  const authorization = {
    enterprise_id: null,
    team_id: workspace.team,
    user_id: workspace.botUser,
    is_bot: true,
    is_enterprise_install: false,
  };
  const envelope = {
    token: 'playground',
    type: 'event_callback',
    team_id: workspace.team,
    api_app_id: context.world.appId,
    event,
    // Never the same again after a restart: the app remembers the ids it has handled.
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(context.world.messageTime().getTime() / 1000),
    authorizations: [authorization],
    is_ext_shared_channel: false,
  };
  return eventRequest(envelope);
}
