import type { TeamsSimulation } from './simulation.ts';
import {
  type Conversation,
  currentVersion,
  type JsonObject,
  type MessageInTeams,
  personKey,
  type TeamsUser,
} from './world.ts';

interface MessageSnapshot {
  readonly id: string;
  readonly thread: string | null;
  readonly from: { readonly id: string; readonly name: string };
  readonly byBot: boolean;
  readonly text: string;
  readonly summary: string;
  readonly card: JsonObject | null;
  /** ISO 8601. */
  readonly at: string;
  readonly edited: boolean;
}

interface ConversationSnapshot {
  readonly id: string;
  readonly tenant: string;
  readonly kind: 'personal' | 'channel';
  /** The person's object id, or the id of the channel's team. */
  readonly owner: string;
  readonly messages: readonly MessageSnapshot[];
}

/** Everything that a page needs to draw this Teams, as plain JSON. */
export interface TeamsSnapshot {
  readonly tenants: readonly { readonly tenant: string; readonly name: string }[];
  readonly users: readonly (Pick<TeamsUser, 'tenant' | 'user' | 'name' | 'teamsId' | 'conversation' | 'installed'> & {
    readonly dialog: { readonly title: string; readonly card: JsonObject } | null;
  })[];
  readonly channels: readonly {
    readonly tenant: string;
    readonly team: string;
    readonly channel: string;
    readonly name: string;
    readonly installed: boolean;
  }[];
  readonly conversations: readonly ConversationSnapshot[];
}

/** One version of a message of the app, which stayed in the chat. */
export interface RecordedMessage {
  readonly tenant: string;
  readonly conversation: string;
  readonly activityId: string;
  readonly via: 'send' | 'update' | 'invoke';
  readonly activity: JsonObject;
}

/** Takes a snapshot of the present state. */
export function takeSnapshot({ world, dialogs }: TeamsSimulation): TeamsSnapshot {
  return {
    tenants: [...world.tenants].map(([tenant, name]) => ({ tenant, name })),
    users: [...world.users.values()].map((user) => {
      const dialog = dialogs.get(personKey(user));
      return { ...user, dialog: dialog === undefined ? null : { title: dialog.title, card: dialog.card } };
    }),
    channels: [...world.channels.values()].map((channel) => ({
      ...channel,
      installed: world.teamsWithApp.has(`${channel.tenant}/${channel.team}`),
    })),
    conversations: [...world.conversations.values()].filter(({ gone }) => !gone).map(drawConversation),
  };
}

function drawConversation({ id, tenant, kind, owner, messages }: Conversation): ConversationSnapshot {
  return { id, tenant, kind, owner, messages: messages.filter((message) => !message.deleted).map(drawMessage) };
}

function drawMessage(message: MessageInTeams): MessageSnapshot {
  const { id, thread, from, byBot, versions } = message;
  const { text, summary, card, at } = currentVersion(message);
  return { id, thread, from, byBot, text, summary, card, at: at.toISOString(), edited: versions.length > 1 };
}

/** Every version that a message of the app ever had, including those of deleted messages. */
export function recordedMessages({ world }: TeamsSimulation): readonly RecordedMessage[] {
  return [...world.conversations.values()].flatMap(({ id: conversation, tenant, messages }) =>
    messages
      .filter((message) => message.byBot)
      .flatMap((message) =>
        message.versions.map(({ via, activity }) => ({ tenant, conversation, activityId: message.id, via, activity })),
      ),
  );
}
