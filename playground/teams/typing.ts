import { PolsslagError } from '../../src/errors.ts';
import { activityEnvelope, type IncomingActivity } from './incoming-activities.ts';
import { acknowledged, conversationOf, performActivity } from './perform-activity.ts';
import type { ActivityResult } from './results.ts';
import type { TeamsSimulation } from './simulation.ts';
import {
  type Conversation,
  isInstalled,
  type MessageVersion,
  requireUser,
  type TeamsPerson,
  type TeamsUser,
} from './world.ts';

/** Types a message in the person's own chat with the app. */
export async function typeMessage(
  simulation: TeamsSimulation,
  person: TeamsPerson,
  text: string,
): Promise<ActivityResult> {
  const user = requireUser(simulation.world, person);
  const conversation = conversationOf(simulation, person);
  const activity = messageActivity(simulation, user, conversation, text);
  write(simulation, user, conversation, activity, text, null);
  return performActivity(simulation, person, conversation, activity, acknowledged);
}

/** Edits a message of the person's own in their chat with the app. @throws PolsslagError NOT_FOUND */
export async function changeMessage(
  simulation: TeamsSimulation,
  person: TeamsPerson,
  activityId: string,
  text: string,
): Promise<ActivityResult> {
  const user = requireUser(simulation.world, person);
  const conversation = conversationOf(simulation, person);
  const message = conversation.messages.find((one) => one.id === activityId && one.from.id === user.teamsId);
  if (message === undefined) throw new PolsslagError('NOT_FOUND', 'This person wrote no such message.');
  const activity = editActivity(simulation, user, conversation, { id: activityId, text });
  message.versions.push(versionOf(simulation, activity, text));
  simulation.changed();
  return performActivity(simulation, person, conversation, activity, acknowledged);
}

/**
 * Starts a thread in a channel with a message that mentions the app.
 * @returns null when the app is not told, because it is not in that team
 * @throws PolsslagError NOT_FOUND
 */
export async function mentionApp(
  simulation: TeamsSimulation,
  person: TeamsPerson,
  channel: string,
  text: string,
): Promise<ActivityResult | null> {
  const user = requireUser(simulation.world, person);
  const conversation = conversationOf(simulation, person, channel);
  if (conversation.kind !== 'channel') throw new PolsslagError('NOT_FOUND', 'There is no such channel.');
  const activity = mentionActivity(simulation, user, conversation, text);
  write(simulation, user, conversation, activity, text, activity.id);
  if (!isInstalled(simulation.world, conversation)) return null;
  return performActivity(simulation, person, conversation, activity, acknowledged);
}

function write(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  activity: IncomingActivity,
  text: string,
  thread: string | null,
): void {
  conversation.messages.push({
    id: activity.id,
    thread,
    from: { id: user.teamsId, name: user.name },
    byBot: false,
    versions: [versionOf(simulation, activity, text)],
    deleted: false,
  });
  simulation.changed();
}

function versionOf(simulation: TeamsSimulation, activity: IncomingActivity, text: string): MessageVersion {
  return { via: 'send', activity, text, summary: '', card: null, at: simulation.now() };
}

function messageActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  text: string,
): IncomingActivity {
  return { ...activityEnvelope(simulation, user, conversation), type: 'message', text, textFormat: 'plain' };
}

/** An edited message of a person, with the id of the original message. */
function editActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  edited: { id: string; text: string },
): IncomingActivity {
  const base = activityEnvelope(simulation, user, conversation);
  const channelData = { ...base.channelData, eventType: 'editMessage' };
  return { ...base, id: edited.id, type: 'messageUpdate', text: edited.text, textFormat: 'plain', channelData };
}

/** A message in a channel that mentions the app; Teams tells an app about no other messages in channels. */
function mentionActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  text: string,
): IncomingActivity {
  const base = activityEnvelope(simulation, user, conversation);
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
