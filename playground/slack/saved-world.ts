import { z } from 'zod';
import { blockSchema } from './block-schema.ts';
import type { Conversation, MessageRecord, Workspace, World } from './world.ts';

const message = z.object({
  ts: z.string(),
  author: z.string(),
  fromApp: z.boolean(),
  text: z.string(),
  blocks: z.array(blockSchema).readonly(),
  metadata: z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) }).nullable(),
  threadTs: z.string().nullable(),
  editedTs: z.string().nullable(),
});

const record = z.object({
  current: message.nullable(),
  earlier: z.array(message),
  ephemeralFor: z.string().nullable(),
});

const conversation = z.object({
  id: z.string(),
  kind: z.enum(['im', 'channel', 'private_channel']),
  name: z.string(),
  members: z.array(z.string()),
  messages: z.array(z.tuple([z.string(), record])),
});

const person = z.object({ id: z.string(), name: z.string(), home: z.string().nullable(), active: z.boolean() });

const workspace = z.object({
  team: z.string(),
  name: z.string(),
  botToken: z.string(),
  botUser: z.string(),
  botId: z.string(),
  people: z.array(person),
  conversations: z.array(conversation),
  /** Pairs of user id and conversation id. */
  directs: z.array(z.tuple([z.string(), z.string()])),
});

/** The state of a simulated Slack as JSON: people and conversations, without open views. */
export const savedSlack = z.object({
  issued: z.object({ microseconds: z.int(), ids: z.int() }),
  workspaces: z.array(workspace),
});

export type SavedSlack = z.infer<typeof savedSlack>;

/** Saves the state without open views, which nobody looks at any more after a restart. */
export function saveWorld({ issued, workspaces }: World): SavedSlack {
  return { issued: { ...issued }, workspaces: [...workspaces.values()].map(saveWorkspace) };
}

/** Replaces the present state by a saved one. */
export function restoreWorld(world: World, saved: SavedSlack): void {
  Object.assign(world.issued, saved.issued);
  world.workspaces.clear();
  for (const each of saved.workspaces) world.workspaces.set(each.team, restoreWorkspace(each));
  world.changed();
}

function saveWorkspace(from: Workspace): SavedSlack['workspaces'][number] {
  const { team, name, botToken, botUser, botId } = from;
  return {
    ...{ team, name, botToken, botUser, botId },
    people: [...from.people.values()],
    conversations: [...from.conversations.values()].map((each) => ({
      ...each,
      members: [...each.members],
      messages: [...each.messages],
    })),
    directs: [...from.directs].map(([user, { id }]) => [user, id]),
  };
}

function restoreWorkspace({ people, conversations, directs, ...rest }: SavedSlack['workspaces'][number]): Workspace {
  const restored = new Map(
    conversations.map(({ messages, members, ...each }): [string, Conversation] => [
      each.id,
      { ...each, members: new Set(members), messages: new Map<string, MessageRecord>(messages) },
    ]),
  );
  return {
    ...rest,
    moreTokens: new Set(),
    tokenFault: null,
    people: new Map(people.map((each) => [each.id, each])),
    conversations: restored,
    directs: new Map(
      directs.flatMap(([user, id]) => {
        const found = restored.get(id);
        return found ? [[user, found]] : [];
      }),
    ),
    modals: new Map(),
    homes: new Map(),
    viewsShown: [],
    notices: [],
  };
}
