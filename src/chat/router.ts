import type { ChatEvent, ReceiveEvent, Reply } from './event.ts';

export type Tap = Extract<ChatEvent, { kind: 'tap' }>;
export type Submission = Extract<ChatEvent, { kind: 'submission' }>;
export type Command = Extract<ChatEvent, { kind: 'command' }>;

/** What a feature wants to hear of. Names of actions begin with the feature's name. */
export interface Handlers {
  readonly taps?: Readonly<Record<string, (event: Tap) => Promise<Reply>>>;
  readonly submissions?: Readonly<Record<string, (event: Submission) => Promise<Reply>>>;
  /** By first word. */
  readonly commands?: Readonly<Record<string, (event: Command) => Promise<Reply>>>;
}

/** What is left for one feature to answer. */
export interface Fallbacks {
  readonly unknownAction: (event: Tap | Submission) => Promise<Reply>;
  readonly unknownCommand: (event: Command) => Promise<Reply>;
  readonly homeOpened: (event: ChatEvent) => Promise<Reply>;
  readonly connected: (event: Extract<ChatEvent, { kind: 'connected' }>) => Promise<Reply>;
  readonly disconnected: (event: ChatEvent) => Promise<Reply>;
}

/** Remembers the deliveries that were handled. */
export interface SeenEvents {
  has(platform: string, id: string): Promise<boolean>;
  remember(platform: string, id: string, now: Date): Promise<void>;
}

/** Hands every event to the feature whose action or command it names. Two features may not claim the same name. */
export function createRouter(features: readonly Handlers[], fallbacks: Fallbacks): ReceiveEvent {
  const taps = merge(features.map((feature) => feature.taps ?? {}));
  const submissions = merge(features.map((feature) => feature.submissions ?? {}));
  const commands = merge(features.map((feature) => feature.commands ?? {}));
  return (event) => {
    switch (event.kind) {
      case 'tap':
        return (taps.get(event.action) ?? fallbacks.unknownAction)(event);
      case 'submission':
        return (submissions.get(event.action) ?? fallbacks.unknownAction)(event);
      case 'command':
        return (commands.get(event.words.split(/\s+/)[0] ?? '') ?? fallbacks.unknownCommand)(event);
      case 'home-opened':
        return fallbacks.homeOpened(event);
      case 'connected':
        return fallbacks.connected(event);
      case 'disconnected':
        return fallbacks.disconnected(event);
    }
  };
}

/**
 * Handles every delivery once: a platform's retry gets no second reply. It is remembered when its work is done, so that
 * a crash in between loses nothing: the retry does it. A retry that comes meanwhile shares the fate of the first. Taps go
 * through, because a tap is harmless twice (the database takes one answer) and its retry must still be answered with
 * the message as it stands.
 */
export function onceOnly(receive: ReceiveEvent, seen: SeenEvents, now: () => Date): ReceiveEvent {
  const underway = new Map<string, Promise<Reply>>();

  async function handle(event: ChatEvent): Promise<Reply> {
    const { platform } = event.from;
    if (await seen.has(platform, event.id)) return { kind: 'none' };
    const reply = await receive(event);
    // Not remembered, a retry would do the same once more: that is no reason to call this one failed.
    await seen.remember(platform, event.id, now()).catch(() => undefined);
    return reply;
  }

  return async (event) => {
    if (event.kind === 'tap') return receive(event);
    const delivery = `${event.from.platform} ${event.id}`;
    const first = underway.get(delivery);
    if (first) return first.then(() => ({ kind: 'none' }));
    const handling = handle(event);
    underway.set(delivery, handling);
    try {
      return await handling;
    } finally {
      underway.delete(delivery);
    }
  };
}

function merge<T>(records: readonly Readonly<Record<string, T>>[]): Map<string, T> {
  const merged = new Map<string, T>();
  for (const [name, handler] of records.flatMap((record) => Object.entries(record))) {
    if (merged.has(name)) throw new Error(`Two features claim ${name}`);
    merged.set(name, handler);
  }
  return merged;
}
