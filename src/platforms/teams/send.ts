import type { Recipient } from '../../chat/address.ts';
import { type ChatPlatform, DeliveryError, type OutgoingMessage, requireMayGo } from '../../chat/platform.ts';
import type { View } from '../../chat/view.ts';
import { type Connector, createConnector } from './client.ts';
import { addressed, parseConversation } from './conversation.ts';
import type { TeamsCredentials } from './credentials.ts';
import { renderMessage } from './render.ts';

interface TeamsPlatformOptions {
  readonly credentials: TeamsCredentials;
  /** The last service address from which activities of this tenant came; null when none ever came. */
  readonly serviceUrlFor: (tenantId: string) => Promise<string | null>;
  /** How long to wait for Teams to accept a message; 15 seconds unless given. */
  readonly waitForAnswer?: () => AbortSignal;
}

type PersonRecipient = Extract<Recipient, { kind: 'person' }>;
type Channel = Extract<Recipient, { kind: 'channel' }>;

/**
 * Sends to Microsoft Teams: one HTTP request for each message, never repeated here.
 * @throws PolsslagError BAD_CONFIGURATION
 */
export function createTeamsPlatform(options: TeamsPlatformOptions): ChatPlatform {
  const connector = createConnector(options.credentials, options.waitForAnswer);
  return {
    name: 'teams',
    async send(message) {
      const { to } = message;
      const reference =
        to.kind === 'person'
          ? await sendToPerson(connector, to, message)
          : await startThread(connector, to, message, options);
      return { reference };
    },
    async edit(to, reference, view) {
      if (reference === '') throw new DeliveryError('rejected', 'no_reference');
      if (to.kind === 'channel') return editInChannel(connector, to, reference, view, options);
      const conversation = conversationWith(to);
      const activity = addressed(renderMessage(view), conversation);
      await connector.update(conversation.serviceUrl, conversation.conversationId, reference, activity);
    },
    // A bot cannot read back what it wrote.
    findSent: async () => 'cannot-tell',
    async remove(to, reference) {
      // Nobody taps in a channel, so second messages are never discovered there.
      const conversation = to.kind === 'person' ? parseConversation(to.conversation) : null;
      if (conversation === null) return;
      await connector.remove(conversation.serviceUrl, conversation.conversationId, reference);
    },
  };
}

function conversationWith(to: PersonRecipient) {
  const conversation = parseConversation(to.conversation);
  if (conversation === null) throw new DeliveryError('unreachable', 'no_conversation');
  return conversation;
}

async function serviceUrlOf(to: Channel, options: TeamsPlatformOptions): Promise<string> {
  const serviceUrl = await options.serviceUrlFor(to.workspace);
  if (serviceUrl === null) throw new DeliveryError('unreachable', 'no_service_url');
  return serviceUrl;
}

async function sendToPerson(connector: Connector, to: PersonRecipient, message: OutgoingMessage): Promise<string> {
  const conversation = conversationWith(to);
  const activity = { ...addressed(renderMessage(message.view), conversation), ...travelling(message.key) };
  return connector.post(conversation.serviceUrl, conversation.conversationId, activity, () => requireMayGo(message));
}

/** Posts in a channel. Each post is a new conversation that begins with it. */
async function startThread(
  connector: Connector,
  to: Channel,
  message: OutgoingMessage,
  options: TeamsPlatformOptions,
): Promise<string> {
  const thread = {
    isGroup: true,
    bot: { id: `28:${options.credentials.appId}` },
    tenantId: to.workspace,
    channelData: { channel: { id: to.channel }, tenant: { id: to.workspace } },
    activity: { ...renderMessage(message.view), ...travelling(message.key) },
  };
  return connector.createConversation(await serviceUrlOf(to, options), thread, () => requireMayGo(message));
}

/**
 * Edits the first post of a thread. Its reference may be the id of the conversation, which contains the id of the post.
 */
async function editInChannel(
  connector: Connector,
  to: Channel,
  reference: string,
  view: View,
  options: TeamsPlatformOptions,
): Promise<void> {
  const post = reference.split(';messageid=').at(-1) ?? reference;
  const serviceUrl = await serviceUrlOf(to, options);
  await connector.update(serviceUrl, `${to.channel};messageid=${post}`, post, renderMessage(view));
}

/** The key, in the part of an activity where Teams keeps data of apps. */
function travelling(key: string) {
  return { channelData: { polsslagKey: key } };
}
