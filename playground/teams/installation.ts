import { PolsslagError } from '../../src/errors.ts';
import { activityEnvelope, type IncomingActivity } from './incoming-activities.ts';
import { acknowledged, conversationOf, performActivity } from './perform-activity.ts';
import type { ActivityResult } from './results.ts';
import type { TeamsSimulation } from './simulation.ts';
import { type Conversation, requireUser, type TeamsPerson, type TeamsUser } from './world.ts';

/** A team, and the person who adds or removes the app. */
export interface TeamInstallation extends TeamsPerson {
  readonly team: string;
}

/** Adds the app for this person. The app is told twice, as in Teams. */
export async function install(simulation: TeamsSimulation, person: TeamsPerson): Promise<ActivityResult> {
  const user = requireUser(simulation.world, person);
  const conversation = conversationOf(simulation, person);
  user.installed = true;
  simulation.changed();
  const joined = membershipActivity(simulation, user, conversation, 'membersAdded');
  await performActivity(simulation, person, conversation, joined, acknowledged);
  const added = installationActivity(simulation, user, conversation, 'add');
  return performActivity(simulation, person, conversation, added, acknowledged);
}

/** Removes the app for this person; after that nothing can be written to them. */
export async function uninstall(simulation: TeamsSimulation, person: TeamsPerson): Promise<ActivityResult> {
  const user = requireUser(simulation.world, person);
  const conversation = conversationOf(simulation, person);
  user.installed = false;
  simulation.dialogs.delete(`${person.tenant}/${person.user}`);
  simulation.changed();
  const removed = installationActivity(simulation, user, conversation, 'remove');
  return performActivity(simulation, person, conversation, removed, acknowledged);
}

/** Adds the app to a team with all its channels. */
export async function installInTeam(simulation: TeamsSimulation, where: TeamInstallation): Promise<ActivityResult> {
  simulation.world.teamsWithApp.add(`${where.tenant}/${where.team}`);
  simulation.changed();
  const { user, conversation } = teamPlace(simulation, where);
  const joined = membershipActivity(simulation, user, conversation, 'membersAdded');
  await performActivity(simulation, where, conversation, joined, acknowledged);
  const added = installationActivity(simulation, user, conversation, 'add');
  return performActivity(simulation, where, conversation, added, acknowledged);
}

/** Removes the app from a team. */
export async function uninstallFromTeam(simulation: TeamsSimulation, where: TeamInstallation): Promise<ActivityResult> {
  simulation.world.teamsWithApp.delete(`${where.tenant}/${where.team}`);
  simulation.changed();
  const { user, conversation } = teamPlace(simulation, where);
  const left = membershipActivity(simulation, user, conversation, 'membersRemoved');
  await performActivity(simulation, where, conversation, left, acknowledged);
  const removed = installationActivity(simulation, user, conversation, 'remove');
  return performActivity(simulation, where, conversation, removed, acknowledged);
}

/**
 * Finds where Teams reports a team's installation: the channel with the team's own id, or otherwise its first channel.
 */
function teamPlace(simulation: TeamsSimulation, { tenant, team, user }: TeamInstallation) {
  const channels = [...simulation.world.channels.values()].filter((one) => one.tenant === tenant && one.team === team);
  const channel = channels.find((one) => one.channel === team) ?? channels[0];
  if (channel === undefined) throw new PolsslagError('NOT_FOUND', 'There is no such team in this tenant.');
  return {
    user: requireUser(simulation.world, { tenant, user }),
    conversation: conversationOf(simulation, { tenant, user }, channel.channel),
  };
}

/** Reports that the app was added to a chat or team, or removed from it. */
function installationActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  action: 'add' | 'remove',
): IncomingActivity {
  return { ...activityEnvelope(simulation, user, conversation), type: 'installationUpdate', action };
}

/** Reports that the app itself joined or left the conversation. */
function membershipActivity(
  simulation: TeamsSimulation,
  user: TeamsUser,
  conversation: Conversation,
  change: 'membersAdded' | 'membersRemoved',
): IncomingActivity {
  const base = activityEnvelope(simulation, user, conversation);
  const eventType = change === 'membersAdded' ? 'teamMemberAdded' : 'teamMemberRemoved';
  const channelData = conversation.kind === 'channel' ? { ...base.channelData, eventType } : base.channelData;
  return { ...base, type: 'conversationUpdate', channelData, [change]: [{ id: `28:${simulation.appId}` }] };
}
