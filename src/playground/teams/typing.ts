import { messageActivity } from './incoming-activities.ts';
import { acknowledged, act, conversationOf, type Outcome } from './outcome.ts';
import type { Simulation } from './simulation.ts';
import { type Person, requireUser } from './world.ts';

/** Types a message in the person's own chat with the app. */
export async function typeMessage(simulation: Simulation, person: Person, text: string): Promise<Outcome> {
  const user = requireUser(simulation.world, person);
  const conversation = conversationOf(simulation, person);
  const activity = messageActivity(simulation, user, conversation, text);
  conversation.messages.push({
    id: activity.id,
    thread: null,
    from: { id: user.teamsId, name: user.name },
    byBot: false,
    versions: [{ via: 'send', activity, text, summary: '', card: null, at: simulation.now() }],
    deleted: false,
  });
  simulation.changed();
  return act(simulation, person, conversation, activity, acknowledged);
}
