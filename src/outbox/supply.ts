import { type Composed, type Composers, compose } from './compose.ts';
import type { ClaimedNotification, NotificationStore } from './notification.ts';

/** A claimed notification, with its view that is being composed. */
export interface Supplied {
  readonly notification: ClaimedNotification;
  readonly composed: Promise<Composed>;
  /** When it was claimed, in monotonic milliseconds. */
  readonly claimedAt: number;
}

/**
 * Gives out the notifications of a lane one by one. It claims them in batches, and the next batch before it is needed.
 */
interface Supply {
  /** The next notification, or null when none is due. @throws what the store throws */
  take(): Promise<Supplied | null>;
  /** What was claimed but not taken. Nothing is given out after this. */
  leftovers(): Promise<readonly Supplied[]>;
}

/**
 * How long an empty answer of the database is remembered, in milliseconds, so that the last sends of a lane do not all
 * ask again.
 */
const DRY_MS = 100;

/**
 * The next batch is claimed when this share of the current one is left, which lasts as long as a claim takes. Claiming
 * earlier would leave more messages in doubt when a process is killed.
 */
const LOW = 0.2;

/** @param claimSize how many notifications one statement claims */
export function createSupply(
  store: Pick<NotificationStore, 'claim'>,
  composers: Composers,
  lane: string,
  claimSize: number,
  clock: () => Date,
): Supply {
  const ready: Supplied[] = [];
  let claiming: Promise<void> | null = null;
  let lastWasFull = false;
  let dryUntil = 0;
  let closed = false;

  async function claim(): Promise<void> {
    try {
      const claimedAt = performance.now();
      const now = clock();
      const batch = await store.claim(lane, now, claimSize);
      lastWasFull = batch.length === claimSize;
      if (batch.length === 0) dryUntil = performance.now() + DRY_MS;
      // The whole batch is composed in one turn of the event loop, so that its data can be loaded together.
      for (const notification of batch) {
        ready.push({ notification, composed: compose(composers, notification, now), claimedAt });
      }
    } finally {
      claiming = null;
    }
  }

  return {
    async take() {
      while (ready.length === 0) {
        if (closed || performance.now() < dryUntil) return null;
        claiming ??= claim();
        await claiming;
      }
      const next = closed ? undefined : ready.shift();
      const runsLow = claimSize > 1 && ready.length <= claimSize * LOW;
      if (runsLow && lastWasFull && !claiming && !closed) {
        claiming = claim();
        // The next `take` awaits it too and gets the error; here it must only not be an unhandled rejection.
        claiming.catch(() => undefined);
      }
      return next ?? null;
    },
    async leftovers() {
      closed = true;
      await claiming?.catch(() => undefined);
      return ready.splice(0);
    },
  };
}
