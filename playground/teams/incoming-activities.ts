import { randomUUID } from 'node:crypto';
import type { TeamsSimulation } from './simulation.ts';
import type { Conversation, JsonObject, TeamsUser } from './world.ts';

/** An activity on its way to the app. The id stays the same when it is delivered again. */
export interface IncomingActivity {
  readonly id: string;
  readonly type: 'message' | 'messageUpdate' | 'invoke' | 'installationUpdate' | 'conversationUpdate';
  readonly [property: string]: unknown;
}

/** What every activity carries: who, where, when and through which service. */
function envelope(simulation: TeamsSimulation, user: TeamsUser, conversation: Conversation) {
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

export function messageActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  text: string,
): IncomingActivity {
  return { ...envelope(simulation, user, conversation), type: 'message', text, textFormat: 'plain' };
}

/** A message of a person's that says something else now: under the id that it had. */
export function editActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  edited: { id: string; text: string },
): IncomingActivity {
  const base = envelope(simulation, user, conversation);
  const channelData = { ...base.channelData, eventType: 'editMessage' };
  return { ...base, id: edited.id, type: 'messageUpdate', text: edited.text, textFormat: 'plain', channelData };
}

/** A message in a channel that names the app; Teams tells an app of no other. */
export function mentionActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  text: string,
): IncomingActivity {
  const base = envelope(simulation, user, conversation);
  const named = '<at>Polsslag</at>';
  const mention = { type: 'mention', mentioned: base.recipient, text: named };
  return {
    ...base,
    type: 'message',
    text: `${named} ${text}\n`,
    textFormat: 'plain',
    entities: [mention, ...base.entities],
    conversation: { ...base.conversation, id: `${conversation.id};messageid=${base.id}` },
  };
}

/** An invoke: something that a person did which the app must answer at once, in the HTTP response. */
export function invokeActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  invoke: { name: string; value: JsonObject; replyToId?: string },
): IncomingActivity {
  return { ...envelope(simulation, user, conversation), type: 'invoke', ...invoke };
}

/** The app was added to a chat or team, or taken away from it. */
export function installationActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  action: 'add' | 'remove',
): IncomingActivity {
  return { ...envelope(simulation, user, conversation), type: 'installationUpdate', action };
}

/** The app itself joined the conversation or left it. */
export function membershipActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  change: 'membersAdded' | 'membersRemoved',
): IncomingActivity {
  const base = envelope(simulation, user, conversation);
  const eventType = change === 'membersAdded' ? 'teamMemberAdded' : 'teamMemberRemoved';
  const channelData = conversation.kind === 'channel' ? { ...base.channelData, eventType } : base.channelData;
  return { ...base, type: 'conversationUpdate', channelData, [change]: [{ id: `28:${simulation.appId}` }] };
}
