import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryError } from './platform.ts';
import type { View } from './view.ts';

/** A reply on its way into a chat. */
export interface Showing {
  /** What has the same place is shown one after the other, in the order in which it came. */
  readonly place: string;
  /** The message that it replaces: of those that wait for the same one only the last is drawn. Null for a message of its own. */
  readonly replaces: string | null;
  readonly view: View;
  /** Monotonic milliseconds of a moment that is not later than what the view shows. */
  readonly asOf: number;
  /** The view as things stand now; null when nothing can be shown any more, or where it cannot be asked for. */
  readonly current: (() => Promise<View | null>) | null;
  /** Draws it, in one request. Throws DeliveryError. */
  readonly draw: (view: View) => Promise<void>;
  /** What is to be done once it stands there; may be repeated. Throws DeliveryError. */
  readonly afterwards?: () => Promise<void>;
}

/** Shows replies, which are no notifications: they live in this process only. */
interface InTurn {
  /**
   * Shows what comes, if anything does; its turn begins when it is there. Resolves when it stands in the chat, or when
   * a later reply has taken its place. Throws what `coming` or the last attempt threw, or DeliveryError `too_many_replies`.
   */
  show(coming: Promise<Showing | null>): Promise<void>;
  /** Resolves when nothing is under way any more, or after six seconds: what still waits by then is given up. */
  settled(): Promise<void>;
}

/** A view older than this is asked for again: before it is drawn, and after it was drawn slowly, in milliseconds. */
const FRESH_MS = 500;
/** Slack takes five posts to a response address. */
const MAX_ATTEMPTS = 5;
/** A reply is worth little later than this, in milliseconds. */
const GIVE_UP_AFTER_MS = 30_000;
const FIRST_WAIT_MS = 400;
const MAX_UNDERWAY = 5_000;
/** A stopping process has ten seconds, and waits three for requests before that, in milliseconds. */
export const SETTLE_MS = 6_000;

/**
 * Keeps replies in order: one at a time in each place, so that a slow one never overwrites what came after it, and again
 * when the platform asks for it or does not answer. A message of its own is not repeated when the platform may have it.
 */
export function createInTurn(): InTurn {
  const last = new Map<string, Promise<void>>();
  const newest = new Map<string, Showing>();
  const underway = new Set<Promise<void>>();
  const ending = new AbortController();
  // Every reply that waits to be repeated listens to it.
  setMaxListeners(0, ending.signal);

  function takeTurn(showing: Showing): Promise<void> {
    const { place, replaces } = showing;
    if (replaces !== null) newest.set(replaces, showing);
    const isWanted = () => replaces === null || newest.get(replaces) === showing;
    const before = last.get(place) ?? Promise.resolve();
    const shown = before.then(() => (isWanted() ? showOne(showing, isWanted, ending.signal) : undefined));
    const over = shown
      .catch(() => undefined)
      .finally(() => {
        if (last.get(place) === over) last.delete(place);
        if (replaces !== null && newest.get(replaces) === showing) newest.delete(replaces);
      });
    last.set(place, over);
    return shown;
  }

  return {
    show(coming) {
      if (underway.size >= MAX_UNDERWAY) return Promise.reject(new DeliveryError('retry', 'too_many_replies'));
      const shown = coming.then((showing) => (showing === null ? undefined : takeTurn(showing)));
      const over = shown.catch(() => undefined).finally(() => underway.delete(over));
      underway.add(over);
      return shown;
    },
    async settled() {
      const inTime = new AbortController();
      const tooLate = sleep(SETTLE_MS, undefined, { signal: inTime.signal }).then(
        () => ending.abort(),
        () => undefined,
      );
      await Promise.race([allDone(underway), tooLate]);
      inTime.abort();
    },
  };
}

async function allDone(underway: ReadonlySet<Promise<void>>): Promise<void> {
  while (underway.size > 0) await Promise.all(underway);
}

/** What was last known of how things stand. */
interface LastKnown {
  readonly view: View;
  readonly asOf: number;
}

async function showOne(showing: Showing, isWanted: () => boolean, ending: AbortSignal): Promise<void> {
  const budget = createRetryBudget(showing.replaces !== null, ending);
  let seen: LastKnown = showing;
  do {
    if (isOld(seen)) seen = await lookAgain(showing, seen);
    try {
      await showing.draw(seen.view);
    } catch (error) {
      await budget.waitAfter(error);
      continue;
    }
    // Another process may have drawn something newer while this was on its way: it must not be the last word.
    const latest = isWanted() && isOld(seen) ? await lookAgain(showing, seen) : seen;
    if (isSame(latest.view, seen.view) || !budget.takeAttempt()) return repeat(showing.afterwards, ending);
    seen = latest;
  } while (isWanted());
}

function isOld({ asOf }: LastKnown): boolean {
  return performance.now() - asOf > FRESH_MS;
}

async function lookAgain({ current }: Showing, seen: LastKnown): Promise<LastKnown> {
  const asOf = performance.now();
  // What cannot be asked now is drawn as it was known: the next tap shows how things stand.
  const view = await current?.().catch(() => null);
  return view ? { view, asOf } : seen;
}

function isSame(one: View, other: View): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

async function repeat(work: (() => Promise<void>) | undefined, ending: AbortSignal): Promise<void> {
  const budget = createRetryBudget(true, ending);
  for (;;) {
    try {
      return await work?.();
    } catch (error) {
      await budget.waitAfter(error);
    }
  }
}

interface RetryBudget {
  /** Waits until the next attempt; throws the error when there is to be none. */
  waitAfter(error: unknown): Promise<void>;
  /** For an attempt without a wait; false when none is left. */
  takeAttempt(): boolean;
}

/** @param repeatable whether doing it twice does no harm */
function createRetryBudget(repeatable: boolean, ending: AbortSignal): RetryBudget {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  let attempts = 1;
  return {
    async waitAfter(error) {
      if (!(error instanceof DeliveryError) || error.fault !== 'retry') throw error;
      if (error.inDoubt && !repeatable) throw error;
      const waitMs = error.retryAfterMs ?? FIRST_WAIT_MS * 2 ** (attempts - 1);
      if (attempts >= MAX_ATTEMPTS || performance.now() + waitMs > giveUpAt || ending.aborted) throw error;
      attempts += 1;
      await sleep(waitMs, undefined, { signal: ending });
    },
    takeAttempt() {
      attempts += 1;
      return attempts <= MAX_ATTEMPTS;
    },
  };
}
