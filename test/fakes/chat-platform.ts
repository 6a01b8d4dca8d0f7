import type { PlatformName } from '../../src/chat/address.ts';
import { type ChatPlatform, DeliveryError, type OutgoingMessage, requireMayGo } from '../../src/chat/platform.ts';

export interface Delivered extends OutgoingMessage {
  readonly reference: string;
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
}

/** What happens to a send instead of plain acceptance. */
export type SendFault =
  /** The platform refuses it. */
  | { readonly kind: 'refuse'; readonly error: DeliveryError }
  /** The platform accepts it, and the answer never arrives. */
  | { readonly kind: 'accept-and-cut' }
  /** Preparation before the request, such as getting a token, takes until `until` is settled. */
  | { readonly kind: 'go-late'; readonly until: Promise<unknown> }
  /** The platform accepts it, and the answer arrives when `until` is settled. */
  | { readonly kind: 'accept-late'; readonly until: Promise<unknown> };

export interface FakeChatPlatform extends ChatPlatform {
  /** The messages that people received, in order. */
  readonly delivered: readonly Delivered[];
  /** References of messages that were deleted, in order. */
  readonly removed: readonly string[];
  /** The keys that were looked up, in order, with the time in monotonic milliseconds. */
  readonly readBacks: readonly { readonly key: string; readonly at: number }[];
  /** The number of edits that were accepted. */
  edits(): number;
  /** The number of attempted sends and edits, including refused ones. */
  attempts(): number;
  /** Sets the decision about every later send and edit; null means plain acceptance. */
  onSend(decide: (message: OutgoingMessage, attempt: number) => SendFault | null): void;
  /** Sets the decision about every later read-back: an error to throw, or null. */
  onReadBack(decide: (key: string) => DeliveryError | null): void;
  /** Refuses the next deletions, this many times. */
  refuseRemovals(times: number): void;
}

/**
 * A chat platform in memory.
 * @param readBack false for a platform that cannot be asked for its messages, such as Teams
 */
export function fakeChatPlatform(name: PlatformName, readBack = name === 'slack'): FakeChatPlatform {
  const delivered: Delivered[] = [];
  const removed: string[] = [];
  const readBacks: { key: string; at: number }[] = [];
  let attempts = 0;
  let edits = 0;
  let refusedRemovals = 0;
  let decideSend: (message: OutgoingMessage, attempt: number) => SendFault | null = () => null;
  let decideReadBack: (key: string) => DeliveryError | null = () => null;

  function accept(message: OutgoingMessage): Awaited<ReturnType<ChatPlatform['send']>> {
    const reference = `message-${delivered.length + 1}`;
    delivered.push({ ...message, reference, at: performance.now() });
    return { reference };
  }

  return {
    name,
    delivered,
    removed,
    readBacks,
    attempts: () => attempts,
    edits: () => edits,
    onSend(decide) {
      decideSend = decide;
    },
    onReadBack(decide) {
      decideReadBack = decide;
    },
    refuseRemovals(times) {
      refusedRemovals = times;
    },
    async send(message) {
      requireMayGo(message);
      attempts += 1;
      const mishap = decideSend(message, attempts);
      if (mishap?.kind === 'refuse') throw mishap.error;
      if (mishap?.kind === 'go-late') {
        await mishap.until;
        requireMayGo(message);
      }
      const sent = accept(message);
      if (mishap?.kind === 'accept-and-cut') throw new DeliveryError('retry', 'connection_cut', { inDoubt: true });
      if (mishap?.kind === 'accept-late') await mishap.until;
      return sent;
    },
    async edit(to, reference, view) {
      attempts += 1;
      const at = delivered.findIndex((message) => message.reference === reference && sameConversation(message.to, to));
      const message = delivered[at];
      if (message === undefined) throw new DeliveryError('rejected', 'message_not_found');
      const mishap = decideSend({ ...message, view }, attempts);
      if (mishap?.kind === 'refuse') throw mishap.error;
      delivered[at] = { ...message, view };
      edits += 1;
      if (mishap?.kind === 'accept-and-cut') throw new DeliveryError('retry', 'connection_cut', { inDoubt: true });
      if (mishap?.kind === 'accept-late') await mishap.until;
    },
    async findSent(to, key, _since) {
      if (!readBack) return 'cannot-tell';
      readBacks.push({ key, at: performance.now() });
      const error = decideReadBack(key);
      if (error) throw error;
      const found = delivered.find((message) => message.key === key && sameConversation(message.to, to));
      return found ? { reference: found.reference } : 'not-found';
    },
    ...(!readBack && {
      remove: async (_to, reference) => {
        refusedRemovals -= 1;
        if (refusedRemovals >= 0) throw new DeliveryError('retry', 'http_503');
        removed.push(reference);
      },
    }),
  };
}

function sameConversation(a: OutgoingMessage['to'], b: OutgoingMessage['to']): boolean {
  if (a.workspace !== b.workspace) return false;
  if (a.kind === 'person') return b.kind === 'person' && a.user === b.user;
  return b.kind === 'channel' && a.channel === b.channel;
}
