import type { SlackBlock } from './block-schema.ts';
import type { HomeView, ModalView } from './check-view.ts';
import type { Conversation, OpenView, PersonNotice, Workspace, World } from './world.ts';

interface MessageSnapshot {
  readonly ts: string;
  readonly author: string;
  readonly fromApp: boolean;
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly edited: boolean;
  /** The only person who sees it; null when everybody in the conversation does. */
  readonly ephemeralFor: string | null;
}

interface ViewSnapshot {
  readonly id: string;
  readonly view: ModalView | HomeView;
  /** The app's error messages by block_id. */
  readonly errors: { readonly [blockId: string]: string };
}

interface ConversationSnapshot {
  readonly channel: string;
  readonly kind: Conversation['kind'];
  readonly name: string;
  readonly members: readonly string[];
  /** Oldest first, without deleted ones. */
  readonly messages: readonly MessageSnapshot[];
}

interface WorkspaceSnapshot {
  readonly team: string;
  readonly name: string;
  readonly botUser: string;
  readonly users: readonly { readonly user: string; readonly name: string; readonly active: boolean }[];
  readonly conversations: readonly ConversationSnapshot[];
  /** By user id; the visible modal is the last one. */
  readonly modals: { readonly [user: string]: readonly ViewSnapshot[] };
  /** By user id. */
  readonly homes: { readonly [user: string]: ViewSnapshot };
  readonly notices: readonly PersonNotice[];
}

/** Everything that a page needs to draw the platform, as plain JSON that later changes do not affect. */
export interface SlackSnapshot {
  readonly workspaces: readonly WorkspaceSnapshot[];
}

/** Takes a snapshot, which later changes do not affect. */
export function takeSnapshot(world: World): SlackSnapshot {
  // Versions of messages and views are replaced and never changed, so they need no copy.
  return { workspaces: [...world.workspaces.values()].map(workspaceSnapshot) };
}

function workspaceSnapshot(workspace: Workspace): WorkspaceSnapshot {
  const { team, name, botUser, notices } = workspace;
  const users = [...workspace.people.values()]
    .filter((person) => person.id !== botUser)
    .map((person) => ({ user: person.id, name: person.name, active: person.active }));
  const modals = [...workspace.modals].map(([user, stack]) => [user, stack.map(viewSnapshot)]);
  const homes = [...workspace.homes].map(([user, home]) => [user, viewSnapshot(home)]);
  return {
    team,
    name,
    botUser,
    users,
    conversations: [...workspace.conversations.values()].map(conversationSnapshot),
    modals: Object.fromEntries(modals),
    homes: Object.fromEntries(homes),
    notices: [...notices],
  };
}

function viewSnapshot(open: OpenView): ViewSnapshot {
  return { id: open.id, view: open.view, errors: open.errors };
}

function conversationSnapshot(conversation: Conversation): ConversationSnapshot {
  const { id: channel, kind, name, members } = conversation;
  const messages = [...conversation.messages.values()].flatMap(({ current, ephemeralFor }) => {
    if (!current) return [];
    const { ts, author, fromApp, text, blocks, editedTs } = current;
    return [{ ts, author, fromApp, text, blocks, edited: editedTs !== null, ephemeralFor }];
  });
  return { channel, kind, name, members: [...members], messages };
}
