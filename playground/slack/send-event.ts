import { randomBytes } from 'node:crypto';
import { type AppRequest, eventRequest } from './app-request.ts';
import type { AppDelivery } from './deliver.ts';
import { type PersonContext, sendFor } from './person-context.ts';
import type { Workspace } from './world.ts';

/** Tells the app about something that a person did; the person sees a problem when the app does not acknowledge it. */
export function sendEventFor(
  context: PersonContext,
  workspace: Workspace,
  user: string,
  event: SlackEvent,
): Promise<AppDelivery> {
  return sendFor(context, workspace, user, eventEnvelope(context, workspace, event));
}

/** An event in the form of the Events API. */
type SlackEvent = { readonly [key: string]: unknown };

/** Wraps an event in the envelope of the Events API. */
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
    // Random, so that it is not repeated after a restart: the app remembers the ids that it has handled.
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(context.world.messageTime().getTime() / 1000),
    authorizations: [authorization],
    is_ext_shared_channel: false,
  };
  return eventRequest(envelope);
}
