import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryError } from './platform.ts';
import type { View } from './view.ts';

/** A reply that is about to be shown. */
export interface Showing {
  /** Replies with the same place are shown one after the other, in the order in which they came. */
  readonly place: string;
  /**
   * The message that it replaces; of waiting replies for the same message only the last is drawn. Null for a message of
   * its own.
   */
  readonly replaces: string | null;
  readonly view: View;
  /** A moment in monotonic milliseconds at which the view was still correct. */
  readonly asOf: number;
  /** Gives the current view; it gives null when nothing can be shown any more. Null where it cannot be asked for. */
  readonly current: (() => Promise<View | null>) | null;
  /** Draws it, in one request. @throws DeliveryError */
  readonly draw: (view: View) => Promise<void>;
  /** Work to do once it is visible; it may be repeated. @throws DeliveryError */
  readonly afterwards?: () => Promise<void>;
}

/** Shows replies. They are not notifications: they exist in this process only. */
interface InTurn {
  /**
   * Shows a reply, if there is one; its turn begins when it is known. Resolves when it is visible, or when a later
   * reply took its place.
   * @throws what `coming` or the last attempt threw, or DeliveryError `too_many_replies`
   */
  show(coming: Promise<Showing | null>): Promise<void>;
  /** Resolves when nothing is under way any more, or after six seconds; replies that still wait are then abandoned. */
  settled(): Promise<void>;
}

/** A view older than this, in milliseconds, is asked for again: before it is drawn, and after it was drawn slowly. */
const FRESH_MS = 500;
/** Slack accepts five posts to a response address. */
const MAX_ATTEMPTS = 5;
/** A reply is of little use after this, in milliseconds. */
const GIVE_UP_AFTER_MS = 30_000;
const FIRST_WAIT_MS = 400;
const MAX_UNDERWAY = 5_000;
/**
 * How long a stopping process waits for replies, in milliseconds: it has ten seconds, and waits three for requests
 * before.
 */
export const SETTLE_MS = 6_000;

/**
 * Makes a queue of replies: one at a time in each place, so that a slow one never overwrites a later one. A reply is
 * repeated when the platform asks for that or does not answer, except a message of its own that the platform may
 * already have.
 */
export function createInTurn(): InTurn {
  const last = new Map<string, Promise<void>>();
  const newest = new Map<string, Showing>();
  const underway = new Set<Promise<void>>();
  const ending = new AbortController();
  // Every reply that waits to be repeated adds a listener, so the default limit of ten would warn.
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

/** The last known view, and when it was known. */
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
    // Another process may have drawn a newer view while this one was on its way, so the current one is looked at once
    // more.
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
  // When it cannot be asked for, the known view is drawn; the next tap shows the current state.
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
  /** Waits until the next attempt. @throws the error when there is to be none */
  waitAfter(error: unknown): Promise<void>;
  /** Uses an attempt without waiting; false when none is left. */
  takeAttempt(): boolean;
}

/** @param repeatable whether doing it twice is harmless */
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
