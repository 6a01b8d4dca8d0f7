import { PolsslagError } from '../errors.ts';
import type { ChatEvent, ReceiveEvent, Reply } from './event.ts';

export type Tap = Extract<ChatEvent, { kind: 'tap' }>;
export type Submission = Extract<ChatEvent, { kind: 'submission' }>;
type Command = Extract<ChatEvent, { kind: 'command' }>;

type TapHandlers = Readonly<Record<string, (event: Tap) => Promise<Reply>>>;
type SubmissionHandlers = Readonly<Record<string, (event: Submission) => Promise<Reply>>>;

/** The handlers of a feature. Names of actions begin with the feature's name. */
export interface Handlers {
  /** Taps of which each delivery is handled once: a captured "yes" that is replayed after a "no" does nothing. */
  readonly taps?: TapHandlers;
  /** What somebody sees whose tap among `taps` is delivered again: the current state. It changes nothing. */
  readonly repeatedTaps?: TapHandlers;
  /** Taps that may be handled twice: they are not remembered, and a repeated delivery is handled again. */
  readonly idempotentTaps?: TapHandlers;
  /** Submissions that add something: a dialog that is sent again is handled once. */
  readonly submissions?: SubmissionHandlers;
  /**
   * Submissions that replace what was stored: a dialog that is sent again is handled again, so that its answer is true.
   */
  readonly overwritingSubmissions?: SubmissionHandlers;
  /** By the command that `commandOf` recognises. */
  readonly commands?: Readonly<Record<string, (event: Command) => Promise<Reply>>>;
}

/** Answers to events that belong to no feature in particular. */
interface Fallbacks {
  /** Gives the command that somebody's words mean; null for none. */
  readonly commandOf: (words: string) => string | null;
  readonly unknownAction: (event: Tap | Submission) => Promise<Reply>;
  readonly unknownCommand: (event: Command) => Promise<Reply>;
  /** A message without any text. */
  readonly wordless: (event: Command) => Promise<Reply>;
  readonly homeOpened: (event: ChatEvent) => Promise<Reply>;
  readonly mentioned: (event: ChatEvent) => Promise<Reply>;
  readonly addedAmongOthers: (event: ChatEvent) => Promise<Reply>;
  /** A tap or submission that was handled before, unless its feature answers that itself. */
  readonly repeated: (event: Tap | Submission) => Promise<Reply>;
  readonly connected: (event: Extract<ChatEvent, { kind: 'connected' }>) => Promise<Reply>;
  readonly disconnected: (event: ChatEvent) => Promise<Reply>;
}

/** Remembers which deliveries were handled, and which are being handled. */
interface SeenEvents {
  /**
   * Claims a delivery, so that nobody else handles it. One that a crash left `under-way` can be claimed again after a
   * while.
   */
  claim(platform: string, id: string, now: Date): Promise<'claimed' | 'under-way' | 'done'>;
  finish(platform: string, id: string): Promise<void>;
  /** Gives up the claim after an error, so that the next delivery is handled. */
  release(platform: string, id: string): Promise<void>;
}

/** The entry to the features, with what it knows about repeated deliveries. */
interface Router {
  readonly receive: ReceiveEvent;
  isIdempotent(event: ChatEvent): boolean;
  /** The key that deliveries of the same thing share; only the first of them is handled. */
  keyOf(event: ChatEvent): string;
  /** The reply to a delivery that was handled before. */
  repeated(event: ChatEvent): Promise<Reply>;
}

/**
 * Makes the router, which passes every event to the feature that claims its action or command. @throws Error when two
 * features claim one name
 */
export function createRouter(features: readonly Handlers[], fallbacks: Fallbacks): Router {
  const once = features.map((feature) => feature.taps ?? {});
  const idempotent = merge(features.map((feature) => feature.idempotentTaps ?? {}));
  const taps = merge([...once, Object.fromEntries(idempotent)]);
  const repeatedTaps = merge(features.map((feature) => feature.repeatedTaps ?? {}));
  const overwriting = merge(features.map((feature) => feature.overwritingSubmissions ?? {}));
  const submissions = merge([...features.map((each) => each.submissions ?? {}), Object.fromEntries(overwriting)]);
  const commands = merge(features.map((feature) => feature.commands ?? {}));
  const receive: ReceiveEvent = (event) => {
    switch (event.kind) {
      case 'tap':
        return (taps.get(event.action) ?? fallbacks.unknownAction)(event);
      case 'submission':
        return (submissions.get(event.action) ?? fallbacks.unknownAction)(event);
      case 'command':
        if (event.isWordless) return fallbacks.wordless(event);
        return (commands.get(fallbacks.commandOf(event.words) ?? '') ?? fallbacks.unknownCommand)(event);
      case 'home-opened':
        return fallbacks.homeOpened(event);
      case 'mentioned':
        return fallbacks.mentioned(event);
      case 'added-among-others':
        return fallbacks.addedAmongOthers(event);
      case 'connected':
        return fallbacks.connected(event);
      case 'disconnected':
        return fallbacks.disconnected(event);
    }
  };
  return {
    receive,
    isIdempotent: (event) => event.kind === 'tap' && idempotent.has(event.action),
    keyOf: (event) => {
      const isAdded = event.kind === 'submission' && !overwriting.has(event.action);
      return isAdded ? (event.dialogId ?? event.id) : event.id;
    },
    repeated: async (event) => {
      if (event.kind === 'tap') return (repeatedTaps.get(event.action) ?? fallbacks.repeated)(event);
      // The answer to typed words, or an opened home page, is visible already.
      return event.kind === 'submission' ? fallbacks.repeated(event) : { kind: 'none' };
    },
  };
}

/**
 * Handles every delivery once, in whichever process it arrives: a platform's retry, or a replay by somebody who
 * captured it, changes nothing more. A delivery is claimed before its work begins and finished after it, so that
 * nothing is lost by a crash in between: the platform's retry does it. A retry that comes in the meantime gets the
 * result of the first; in another process it fails, so that the platform tries once more.
 */
export function handleOnce(router: Router, seen: SeenEvents, now: () => Date): ReceiveEvent {
  const underway = new Map<string, Promise<Reply>>();

  async function handle(event: ChatEvent): Promise<Reply> {
    const { platform } = event.from;
    const key = router.keyOf(event);
    const claim = await seen.claim(platform, key, now());
    if (claim === 'done') return router.repeated(event);
    if (claim === 'under-way') throw new PolsslagError('UNAVAILABLE', 'This delivery is being handled already.');
    const reply = await router.receive(event).catch(async (error: unknown) => {
      await seen.release(platform, key).catch(() => undefined);
      throw error;
    });
    const over = goesOn(reply) ? seen.release(platform, key) : seen.finish(platform, key);
    // The work is done even when it cannot be recorded, so that is no reason to call the delivery failed.
    await over.catch(() => undefined);
    return reply;
  }

  return async (event) => {
    if (router.isIdempotent(event)) return router.receive(event);
    const delivery = `${event.from.platform} ${router.keyOf(event)}`;
    const first = underway.get(delivery);
    if (first) return first.then((reply) => (goesOn(reply) ? reply : router.repeated(event)));
    const handling = handle(event);
    underway.set(delivery, handling);
    try {
      return await handling;
    } finally {
      underway.delete(delivery);
    }
  };
}

/**
 * Whether nothing was done yet, because fields have faults or another dialog follows. A repeated delivery then gets the
 * same reply.
 */
function goesOn({ kind }: Reply): boolean {
  return kind === 'errors' || kind === 'dialog';
}

function merge<T>(records: readonly Readonly<Record<string, T>>[]): Map<string, T> {
  const merged = new Map<string, T>();
  for (const [name, handler] of records.flatMap((record) => Object.entries(record))) {
    if (merged.has(name)) throw new Error(`Two features claim ${name}`);
    merged.set(name, handler);
  }
  return merged;
}
