import type { Triggers } from './expiring-handles.ts';
import type { createRateLimits } from './rate-limits.ts';
import { SlackFault } from './slack-fault.ts';
import type { SocketServer } from './socket-server.ts';
import type { Conversation, Workspace, World } from './world.ts';

type RateLimits = ReturnType<typeof createRateLimits>;

/** What the methods of the Web API work with. */
export interface MethodContext {
  readonly world: World;
  readonly scopes: readonly string[];
  readonly limits: RateLimits;
  readonly historyPageSize: number | null;
  readonly triggers: Triggers;
  readonly sockets: SocketServer;
  /** The number of accepted posts by the key in their metadata. */
  readonly postsByKey: Map<string, number>;
}

type Answer = { readonly [key: string]: unknown };

/** One method of the Web API, called by the app for one workspace. @throws SlackFault */
export type WebMethod = (context: MethodContext, workspace: Workspace, args: Answer) => Answer;

/** @throws SlackFault missing_scope, with the needed scope and the granted ones, as Slack does */
export function requireScope(context: MethodContext, needed: string): void {
  if (context.scopes.includes(needed)) return;
  throw new SlackFault('missing_scope', { details: { needed, provided: context.scopes.join(',') } });
}

/** Finds a conversation that the app is a member of, and whose other member is still active. @throws SlackFault */
export function knownConversation(workspace: Workspace, channel: string): Conversation {
  const conversation = workspace.conversations.get(channel);
  if (!conversation) throw new SlackFault('channel_not_found');
  if (!conversation.members.has(workspace.botUser)) throw new SlackFault('not_in_channel');
  const left = [...conversation.members].some((member) => workspace.people.get(member)?.active === false);
  if (conversation.kind === 'im' && left) throw new SlackFault('channel_not_found');
  return conversation;
}
