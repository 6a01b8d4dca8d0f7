import { randomUUID } from 'node:crypto';
import type { TeamsSimulation } from './simulation.ts';
import type { Conversation, JsonObject, TeamsUser } from './world.ts';

/** An activity from Teams to the app. Its id stays the same when it is delivered again. */
export interface IncomingActivity {
  readonly id: string;
  readonly type: 'message' | 'messageUpdate' | 'invoke' | 'installationUpdate' | 'conversationUpdate';
  readonly [property: string]: unknown;
}

/** The fields of every activity: the person, the conversation, the time and the service. */
export function activityEnvelope(simulation: TeamsSimulation, user: TeamsUser, conversation: Conversation) {
  const { id, tenant, kind, owner } = conversation;
  const timestamp = simulation.now().toISOString();
  return {
    id: `f:${randomUUID()}`,
    timestamp,
    localTimestamp: timestamp,
    localTimezone: 'Europe/Amsterdam',
    locale: 'nl-NL',
    channelId: 'msteams',
    serviceUrl: simulation.serviceUrl(),
    from: { id: user.teamsId, name: user.name, aadObjectId: user.user },
    recipient: { id: `28:${simulation.appId}`, name: 'Polsslag' },
    conversation: {
      id,
      tenantId: tenant,
      conversationType: kind,
      ...(kind === 'channel' ? { isGroup: true } : {}),
    },
    entities: [{ type: 'clientInfo', locale: 'nl-NL', country: 'NL', platform: 'Web', timezone: 'Europe/Amsterdam' }],
    channelData: {
      tenant: { id: tenant },
      ...(kind === 'channel' ? { team: { id: owner }, teamsChannelId: id, teamsTeamId: owner } : {}),
    },
  };
}

/** An invoke: a person's action that the app must answer in the HTTP response. */
export function invokeActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  invoke: { name: string; value: JsonObject; replyToId?: string },
): IncomingActivity {
  return { ...activityEnvelope(simulation, user, conversation), type: 'invoke', ...invoke };
}
