import { z } from 'zod';
import type { TeamsSimulation } from './simulation.ts';

const json = z.record(z.string(), z.unknown());

const version = z.object({
  via: z.enum(['send', 'update', 'invoke']),
  activity: json,
  text: z.string(),
  summary: z.string(),
  card: json.nullable(),
  at: z.iso.datetime(),
});

const message = z.object({
  id: z.string(),
  thread: z.string().nullable(),
  from: z.object({ id: z.string(), name: z.string() }),
  byBot: z.boolean(),
  versions: z.array(version).min(1),
  deleted: z.boolean(),
});

const conversation = z.object({
  id: z.string(),
  tenant: z.string(),
  kind: z.enum(['personal', 'channel']),
  owner: z.string(),
  messages: z.array(message),
  incoming: z.array(z.string()),
  gone: z.boolean(),
});

const user = z.object({
  tenant: z.string(),
  user: z.string(),
  name: z.string(),
  teamsId: z.string(),
  conversation: z.string(),
  installed: z.boolean(),
});

const channel = z.object({ tenant: z.string(), team: z.string(), channel: z.string(), name: z.string() });

/** The state of a simulated Teams as JSON: people, channels and conversations, without open dialogs. */
export const savedTeams = z.object({
  lastId: z.int(),
  tenants: z.array(z.tuple([z.string(), z.string()])),
  users: z.array(z.tuple([z.string(), user])),
  channels: z.array(z.tuple([z.string(), channel])),
  teamsWithApp: z.array(z.string()),
  conversations: z.array(conversation),
});

export type SavedTeams = z.infer<typeof savedTeams>;

/** Saves the state without dialogs, which nobody looks at any more after a restart. */
export function saveWorld({ world, ids }: TeamsSimulation): SavedTeams {
  return {
    lastId: ids.last,
    tenants: [...world.tenants],
    users: [...world.users],
    channels: [...world.channels],
    teamsWithApp: [...world.teamsWithApp],
    conversations: [...world.conversations.values()].map((each) => ({
      ...each,
      incoming: [...each.incoming],
      messages: each.messages.map((said) => ({
        ...said,
        versions: said.versions.map((look) => ({ ...look, at: look.at.toISOString() })),
      })),
    })),
  };
}

/** Replaces the present state by a saved one. */
export function restoreWorld({ world, ids, changed }: TeamsSimulation, saved: SavedTeams): void {
  ids.last = saved.lastId;
  fill(world.tenants, saved.tenants);
  fill(world.users, saved.users);
  fill(world.channels, saved.channels);
  world.teamsWithApp.clear();
  for (const team of saved.teamsWithApp) world.teamsWithApp.add(team);
  fill(
    world.conversations,
    saved.conversations.map((each) => [
      each.id,
      {
        ...each,
        incoming: new Set(each.incoming),
        messages: each.messages.map((said) => ({
          ...said,
          versions: said.versions.map((look) => ({ ...look, at: new Date(look.at) })),
        })),
      },
    ]),
  );
  changed();
}

function fill<Value>(map: Map<string, Value>, entries: readonly (readonly [string, Value])[]): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
