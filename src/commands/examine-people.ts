import type { Connection } from '../database/client.ts';
import { countPeople } from '../database/people-count.ts';
import { listChannels } from '../database/workspace-store.ts';
import { type Finding, hint, ok } from './finding.ts';

/** Whether there is anybody to write to, and somewhere to post. */
export async function examinePeople(prisma: Connection): Promise<Finding[]> {
  const { people, takingPart, unreachable } = await countPeople(prisma);
  const channels = await listChannels(prisma);
  return [
    people === 0
      ? hint('People: none yet: polsslag import people FILE.')
      : ok(`People: ${people}, of whom ${takingPart} teachers take part.`),
    ...(unreachable === 0
      ? []
      : [
          hint(
            `People: ${unreachable} cannot be reached: import an account, or ask them to add the app and type "hulp" to it.`,
          ),
        ]),
    channels.length === 0
      ? hint("Channels: no supervisors' channel yet, so no week is posted: polsslag channel add.")
      : ok(`Channels: ${channels.length}.`),
  ];
}
