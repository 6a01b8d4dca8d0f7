import { PolsslagError } from '../../src/errors.ts';
import { deliver } from './deliver.ts';
import type { IncomingActivity } from './incoming-activities.ts';
import type { ActivityResult, AppAnswer, Result } from './results.ts';
import type { TeamsSimulation } from './simulation.ts';
import { type Conversation, requireUser, type TeamsPerson } from './world.ts';

/** Finds a conversation; the person's own chat when no id is given. @throws PolsslagError NOT_FOUND */
export function conversationOf(simulation: TeamsSimulation, person: TeamsPerson, id?: string): Conversation {
  const user = requireUser(simulation.world, person);
  const [base = ''] = (id ?? user.conversation).split(';messageid=');
  const conversation = simulation.world.conversations.get(base);
  const open = conversation?.kind === 'channel' || conversation?.owner === person.user;
  if (conversation === undefined || conversation.tenant !== person.tenant || !open) {
    throw new PolsslagError('NOT_FOUND', 'This person is not in such a conversation.');
  }
  return conversation;
}

/**
 * Delivers an activity and lets `apply` show the answer. Both are kept so that `redeliver` can repeat them. An error is
 * recorded as something that the person saw.
 */
export async function performActivity(
  simulation: TeamsSimulation,
  person: TeamsPerson,
  conversation: Conversation,
  activity: IncomingActivity,
  apply: (answer: AppAnswer) => Result,
): Promise<ActivityResult> {
  conversation.incoming.add(activity.id);
  const attempt = async (): Promise<ActivityResult> => {
    const answer = await deliver(simulation, activity);
    const result = apply(answer);
    if (result.kind === 'error') {
      const name = typeof activity['name'] === 'string' ? activity['name'] : activity.type;
      const { tenant, user } = person;
      simulation.visibleErrors.push({ tenant, user, activity: name, reason: result.reason });
    }
    simulation.changed();
    return { activityId: activity.id, status: answer.status, result };
  };
  simulation.attempts.set(activity.id, attempt);
  return attempt();
}

/**
 * Delivers the same activity again with the same id, as a platform does when it missed the answer.
 * @throws PolsslagError NOT_FOUND
 */
export async function redeliver(simulation: TeamsSimulation, activityId: string): Promise<ActivityResult> {
  const attempt = simulation.attempts.get(activityId);
  if (attempt === undefined) throw new PolsslagError('NOT_FOUND', 'No such activity was delivered.');
  return attempt();
}

/** The result of an activity that expects no content in the answer. */
export function acknowledged({ status, failure }: AppAnswer): Result {
  if (failure === 'too late' || failure === 'unreachable') return { kind: 'error', reason: failure };
  return status >= 200 && status < 300 ? { kind: 'delivered' } : { kind: 'error', reason: `HTTP ${status}` };
}
