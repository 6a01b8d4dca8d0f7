import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PolsslagError } from '../../src/errors.ts';

/** A person, identified by the tenant id and the Entra object id. */
export interface TeamsPerson {
  readonly tenant: string;
  readonly user: string;
}

export interface TeamsUser extends TeamsPerson {
  readonly name: string;
  /** The id by which Teams refers to this person in activities ('29:…'), beside the object id. */
  readonly teamsId: string;
  /** The id of their one-to-one conversation with the app. */
  readonly conversation: string;
  installed: boolean;
}

export interface TeamsChannel {
  readonly tenant: string;
  readonly team: string;
  readonly channel: string;
  readonly name: string;
}

/** A card or activity: any JSON object. */
export type JsonObject = { readonly [key: string]: unknown };

/** One version of a message. */
export interface MessageVersion {
  readonly via: 'send' | 'update' | 'invoke';
  /** The activity as it was sent, or an activity around the card that an invoke returned. */
  readonly activity: JsonObject;
  readonly text: string;
  readonly summary: string;
  readonly card: JsonObject | null;
  readonly at: Date;
}

export interface MessageInTeams {
  readonly id: string;
  /** In a channel, the id of the post that started the thread; null in a personal chat. */
  readonly thread: string | null;
  readonly from: { readonly id: string; readonly name: string };
  readonly byBot: boolean;
  /** Oldest first; people see the last one. */
  readonly versions: MessageVersion[];
  deleted: boolean;
}

export interface Conversation {
  readonly id: string;
  readonly tenant: string;
  readonly kind: 'personal' | 'channel';
  /** The object id of the person (personal), or the team's id (channel). */
  readonly owner: string;
  readonly messages: MessageInTeams[];
  /** Ids of activities that people sent here; a bot may reply to them. */
  readonly incoming: Set<string>;
  /** True after its person left the tenant: it cannot be found any more, but its messages are still on record. */
  gone: boolean;
}

/** Everything that exists in the simulated Microsoft 365. */
export interface World {
  readonly tenants: Map<string, string>;
  readonly users: Map<string, TeamsUser>;
  readonly channels: Map<string, TeamsChannel>;
  /** Teams that the app is installed in, as 'tenant/team'. */
  readonly teamsWithApp: Set<string>;
  readonly conversations: Map<string, Conversation>;
}

const guid = z.guid();
const threadId = z.string().regex(/^19:[\w-]+@thread\.tacv2$/);

/** Makes an empty world: add tenants first, then users and channels. */
export function createWorld(): World {
  return {
    tenants: new Map(),
    users: new Map(),
    channels: new Map(),
    teamsWithApp: new Set(),
    conversations: new Map(),
  };
}

/** A key for maps: object ids are unique only within a tenant. */
export function personKey(person: TeamsPerson): string {
  return `${person.tenant}/${person.user}`;
}

/** @throws PolsslagError BAD_INPUT when the id is no GUID */
export function addTenant(world: World, tenant: { tenant: string; name: string }): void {
  if (!guid.safeParse(tenant.tenant).success) throw new PolsslagError('BAD_INPUT', 'A tenant id is a GUID.');
  world.tenants.set(tenant.tenant, tenant.name);
}

/**
 * Adds a person with an empty chat with the app. Adding the same person again changes nothing.
 * @throws PolsslagError BAD_INPUT for an id that is no GUID, NOT_FOUND without their tenant
 */
export function addUser(world: World, user: TeamsPerson & { name: string }): void {
  requireTenant(world, user.tenant);
  if (!guid.safeParse(user.user).success) throw new PolsslagError('BAD_INPUT', 'A user id is a GUID.');
  if (world.users.has(personKey(user))) return;
  // Ids are derived from the person, so that references that an app stored stay valid after a restart.
  const digest = createHash('sha256').update(personKey(user)).digest('base64url');
  const conversation = `a:1${digest}`;
  world.users.set(personKey(user), { ...user, teamsId: `29:1${digest}`, conversation, installed: false });
  addConversation(world, { id: conversation, tenant: user.tenant, kind: 'personal', owner: user.user });
}

/**
 * Adds a channel; adding the same one again changes nothing.
 * @throws PolsslagError BAD_INPUT for an invalid id, NOT_FOUND without its tenant
 */
export function addChannel(world: World, channel: TeamsChannel): void {
  requireTenant(world, channel.tenant);
  if (!threadId.safeParse(channel.team).success || !threadId.safeParse(channel.channel).success) {
    throw new PolsslagError('BAD_INPUT', 'The id of a team or channel looks like 19:…@thread.tacv2.');
  }
  if (world.channels.has(channel.channel)) return;
  world.channels.set(channel.channel, channel);
  addConversation(world, { id: channel.channel, tenant: channel.tenant, kind: 'channel', owner: channel.team });
}

function addConversation(world: World, conversation: Omit<Conversation, 'messages' | 'incoming' | 'gone'>): void {
  const earlier = world.conversations.get(conversation.id);
  if (earlier !== undefined) earlier.gone = false;
  else world.conversations.set(conversation.id, { ...conversation, messages: [], incoming: new Set(), gone: false });
}

function requireTenant(world: World, tenant: string): void {
  if (!world.tenants.has(tenant)) throw new PolsslagError('NOT_FOUND', 'This tenant was not added.');
}

/** @throws PolsslagError NOT_FOUND */
export function requireUser(world: World, person: TeamsPerson): TeamsUser {
  const user = world.users.get(personKey(person));
  if (user === undefined) throw new PolsslagError('NOT_FOUND', 'There is no such person in this tenant.');
  return user;
}

/** Whether the app may write in this conversation: it is installed for its person or in its team. */
export function isInstalled(world: World, conversation: Conversation): boolean {
  if (conversation.kind === 'channel') return world.teamsWithApp.has(`${conversation.tenant}/${conversation.owner}`);
  return world.users.get(`${conversation.tenant}/${conversation.owner}`)?.installed ?? false;
}

/** The version of a message that people see. */
export function currentVersion(message: MessageInTeams): MessageVersion {
  const version = message.versions.at(-1);
  if (version === undefined) throw new Error('A message has at least one version.');
  return version;
}

/** Removes a person and their chat from the tenant. */
export function removeUser(world: World, person: TeamsPerson): void {
  const user = requireUser(world, person);
  world.users.delete(personKey(person));
  const conversation = world.conversations.get(user.conversation);
  if (conversation !== undefined) conversation.gone = true;
}
