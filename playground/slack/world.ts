import { randomBytes } from 'node:crypto';
import type { SlackBlock } from './block-schema.ts';
import type { HomeView, ModalView } from './check-view.ts';
import type { ChosenValue } from './element-state.ts';

/** Data that the app can attach to a message and read back (docs.slack.dev/messaging/message-metadata). */
export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: { readonly [key: string]: unknown };
}

/** One version of a message. `ts` is its id in Slack: seconds with six decimals. */
export interface StoredMessage {
  readonly ts: string;
  readonly author: string;
  readonly fromApp: boolean;
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly metadata: MessageMetadata | null;
  readonly threadTs: string | null;
  readonly editedTs: string | null;
}

/** A message with its current version (null when deleted) and its earlier versions, oldest first. */
export interface MessageRecord {
  current: StoredMessage | null;
  readonly earlier: StoredMessage[];
  /** The only person who sees it; null for a message that stays in the conversation. */
  readonly ephemeralFor: string | null;
}

export interface Conversation {
  readonly id: string;
  readonly kind: 'im' | 'channel' | 'private_channel';
  readonly name: string;
  readonly members: Set<string>;
  readonly messages: Map<string, MessageRecord>;
}

export interface SlackUser {
  readonly id: string;
  readonly name: string;
  /** The workspace that they belong to; null for a person of an organisation. */
  readonly home: string | null;
  active: boolean;
}

/** An open modal, or a home page. */
export interface OpenView {
  readonly id: string;
  readonly rootId: string;
  readonly previousId: string | null;
  readonly user: string;
  hash: string;
  view: ModalView | HomeView;
  /** The person's choices so far, by `block_id/action_id`. */
  chosen: Map<string, ChosenValue>;
  /** The app's error messages by block_id. */
  errors: { readonly [blockId: string]: string };
}

/** Something that a person saw go wrong. */
export interface PersonNotice {
  readonly user: string;
  readonly what: string;
}

export interface Workspace {
  readonly team: string;
  readonly name: string;
  readonly botToken: string;
  /** Tokens that an administrator made later; the first one stays valid. */
  readonly moreTokens: Set<string>;
  readonly botUser: string;
  readonly botId: string;
  /** Slack's error code for every call with the token; null while the token is accepted. */
  tokenFault: 'token_revoked' | 'account_inactive' | null;
  readonly people: Map<string, SlackUser>;
  readonly conversations: Map<string, Conversation>;
  /** The app's conversation with each person, by user id; these are in `conversations` too. */
  readonly directs: Map<string, Conversation>;
  /** Each person's stack of modals, the visible one last. */
  readonly modals: Map<string, OpenView[]>;
  readonly homes: Map<string, OpenView>;
  /** Every modal and home page that was ever shown, in order. */
  readonly viewsShown: (ModalView | HomeView)[];
  readonly notices: PersonNotice[];
}

export interface World {
  readonly appId: string;
  readonly appToken: string;
  readonly workspaces: Map<string, Workspace>;
  /** The last message id in microseconds, and the number of other ids issued, so that no id is issued twice. */
  readonly issued: { microseconds: number; ids: number };
  /** A message id from the message clock, always later than the previous one. */
  nextTs(): string;
  /** A new id with a prefix like Slack's. */
  nextId(prefix: string): string;
  messageTime(): Date;
  changed(): void;
  onChange(listener: () => void): () => void;
}

/** @param messageTime the time for messages; it may stand still or jump ahead */
export function createWorld(messageTime: () => Date): World {
  const listeners = new Set<() => void>();
  const issued = { microseconds: 0, ids: 0 };
  return {
    appId: 'A0PLAYGROUND',
    appToken: `xapp-1-${randomBytes(16).toString('hex')}`,
    workspaces: new Map(),
    issued,
    messageTime,
    nextTs() {
      issued.microseconds = Math.max(issued.microseconds + 1, messageTime().getTime() * 1000);
      const digits = String(issued.microseconds);
      return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
    },
    nextId(prefix) {
      issued.ids += 1;
      return prefix + issued.ids.toString(36).toUpperCase().padStart(8, '0');
    },
    changed() {
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Finds the app's direct conversation with a person, or makes it. */
export function directConversation(world: World, workspace: Workspace, user: string): Conversation {
  const known = workspace.directs.get(user);
  if (known) return known;
  const conversation: Conversation = {
    id: world.nextId('D'),
    kind: 'im',
    name: 'directmessage',
    members: new Set([user, workspace.botUser]),
    messages: new Map(),
  };
  workspace.directs.set(user, conversation);
  workspace.conversations.set(conversation.id, conversation);
  return conversation;
}
