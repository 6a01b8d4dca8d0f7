import type { SlackBlock } from './block-schema.ts';
import type { Conversation, MessageMetadata, MessageRecord, StoredMessage, Workspace, World } from './world.ts';

/** The content of a message. */
interface MessageContent {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly metadata: MessageMetadata | null;
  readonly threadTs: string | null;
}

/** Adds a message to a conversation. @param ephemeralFor the only person who sees it; null for everybody */
export function addMessage(
  world: World,
  conversation: Conversation,
  author: { id: string; fromApp: boolean },
  content: MessageContent,
  ephemeralFor: string | null,
): StoredMessage {
  const message: StoredMessage = {
    ts: world.nextTs(),
    author: author.id,
    fromApp: author.fromApp,
    ...content,
    blocks: withIds(world, content.blocks),
    editedTs: null,
  };
  conversation.messages.set(message.ts, { current: message, earlier: [], ephemeralFor });
  world.changed();
  return message;
}

/** Replaces the content of a message and keeps the old version. Its metadata stays unless new metadata is given. */
export function editMessage(
  world: World,
  record: MessageRecord,
  before: StoredMessage,
  content: Pick<MessageContent, 'text' | 'blocks' | 'metadata'>,
): StoredMessage {
  const after: StoredMessage = {
    ...before,
    text: content.text,
    blocks: withIds(world, content.blocks),
    metadata: content.metadata ?? before.metadata,
    editedTs: world.nextTs(),
  };
  record.earlier.push(before);
  record.current = after;
  world.changed();
  return after;
}

/** Deletes a message. Its last content is kept among its earlier versions, as in an export. */
export function deleteMessage(world: World, record: MessageRecord): void {
  if (!record.current) return;
  record.earlier.push(record.current);
  record.current = null;
  world.changed();
}

/** Gives an id to every block and element without one, as Slack does. */
export function withIds(world: World, blocks: readonly SlackBlock[]): SlackBlock[] {
  return blocks.map((block) => {
    const named = { ...block, block_id: block.block_id ?? world.nextId('B') };
    if (named.type === 'actions') {
      return { ...named, elements: named.elements.map((element) => withActionId(world, element)) };
    }
    if (named.type === 'input') return { ...named, element: withActionId(world, named.element) };
    if (named.type !== 'section' || !named.accessory || named.accessory.type === 'image') return named;
    return { ...named, accessory: withActionId(world, named.accessory) };
  });
}

function withActionId<Element extends { action_id?: string | undefined }>(world: World, element: Element): Element {
  return { ...element, action_id: element.action_id ?? world.nextId('act') };
}

/** The author of the app's messages. */
export function appAuthor(workspace: Workspace): { id: string; fromApp: boolean } {
  return { id: workspace.botUser, fromApp: true };
}
