import { PolsslagError } from '../errors.ts';
import type { ChatEvent, ReceiveEvent, Reply } from './event.ts';

export type Tap = Extract<ChatEvent, { kind: 'tap' }>;
export type Submission = Extract<ChatEvent, { kind: 'submission' }>;
type Command = Extract<ChatEvent, { kind: 'command' }>;

type TapHandlers = Readonly<Record<string, (event: Tap) => Promise<Reply>>>;
type SubmissionHandlers = Readonly<Record<string, (event: Submission) => Promise<Reply>>>;

/** What a feature wants to hear of. Names of actions begin with the feature's name. */
export interface Handlers {
  /** Each delivery of these is handled once: a captured "yes" that is sent again after a "no" does nothing. */
  readonly taps?: TapHandlers;
  /** What somebody sees whose tap among `taps` comes again: how things stand. It changes nothing. */
  readonly repeatedTaps?: TapHandlers;
  /** Taps that are harmless twice: nothing is spent on remembering them, and one that comes again is handled again. */
  readonly idempotentTaps?: TapHandlers;
  /** What these bring is added to what there is: a dialog that is sent again is handled once. */
  readonly submissions?: SubmissionHandlers;
  /** What these bring takes the place of what was there: a dialog that is sent again is handled again, and is told the truth. */
  readonly overwritingSubmissions?: SubmissionHandlers;
  /** By the command that `commandOf` makes of what was said. */
  readonly commands?: Readonly<Record<string, (event: Command) => Promise<Reply>>>;
}

/** What is left for one feature to answer. */
interface Fallbacks {
  /** The command that somebody's words are; null when they are none. */
  readonly commandOf: (words: string) => string | null;
  readonly unknownAction: (event: Tap | Submission) => Promise<Reply>;
  readonly unknownCommand: (event: Command) => Promise<Reply>;
  /** Something was sent in which there is nothing to read. */
  readonly wordless: (event: Command) => Promise<Reply>;
  readonly homeOpened: (event: ChatEvent) => Promise<Reply>;
  readonly mentioned: (event: ChatEvent) => Promise<Reply>;
  readonly addedAmongOthers: (event: ChatEvent) => Promise<Reply>;
  /** A tap or submission that was handled before, when its feature says nothing about that. */
  readonly repeated: (event: Tap | Submission) => Promise<Reply>;
  readonly connected: (event: Extract<ChatEvent, { kind: 'connected' }>) => Promise<Reply>;
  readonly disconnected: (event: ChatEvent) => Promise<Reply>;
}

/** Remembers the deliveries that were handled, and those that somebody is handling. */
interface SeenEvents {
  /** Takes a delivery on, so that nobody else handles it; what a crash left `under-way` can be taken on after a while. */
  claim(platform: string, id: string, now: Date): Promise<'claimed' | 'under-way' | 'done'>;
  finish(platform: string, id: string): Promise<void>;
  /** The work failed: whoever comes next may do it. */
  release(platform: string, id: string): Promise<void>;
}

/** The way into the features, and what it knows of deliveries that come twice. */
interface Router {
  readonly receive: ReceiveEvent;
  isIdempotent(event: ChatEvent): boolean;
  /** What deliveries have in common of which only the first is handled. */
  keyOf(event: ChatEvent): string;
  /** What a delivery that was handled before gets to see. */
  repeated(event: ChatEvent): Promise<Reply>;
}

/** Hands every event to the feature whose action or command it names. Two features may not claim the same name. */
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
      // What was said to words or to an opened page stands there already.
      return event.kind === 'submission' ? fallbacks.repeated(event) : { kind: 'none' };
    },
  };
}

/**
 * Handles every delivery once, whichever process it comes to: a platform's retry, or somebody's replay of what they
 * captured, changes nothing more. It is claimed before its work begins and finished when that is done, so that a crash
 * in between loses nothing: the platform's retry does it. A retry that comes meanwhile shares the fate of the first;
 * in another process it fails, so that the platform tries once more.
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
    // What was done is done, remembered or not: that is no reason to call this delivery failed.
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

/** Nothing was done yet: fields were not right, or another dialog comes after this one. The same again is told the same. */
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
