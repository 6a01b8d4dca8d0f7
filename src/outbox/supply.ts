import { type Composed, type Composers, compose } from './compose.ts';
import type { ClaimedNotification, NotificationStore } from './notification.ts';

/** A claimed notification whose view is being made. */
export interface Supplied {
  readonly notification: ClaimedNotification;
  readonly composed: Promise<Composed>;
  /** Monotonic milliseconds of the claim. */
  readonly claimedAt: number;
}

/** Hands out the notifications of a lane one by one, claiming them in batches, the next batch ahead of need. */
interface Supply {
  /** The next one, or null when nothing is due. Throws what the store throws. */
  take(): Promise<Supplied | null>;
  /** What was claimed and not taken; nothing is handed out after this. */
  leftovers(): Promise<readonly Supplied[]>;
}

/** How long an empty answer of the database holds, in milliseconds: the last sends of a lane do not all ask again. */
const DRY_MS = 100;

/**
 * The next batch is claimed when so much of one is left, which lasts as long as a claim takes. What is claimed and not sent when
 * a process is killed waits until the platform can be asked about it.
 */
const LOW = 0.2;

/** @param claimSize how many are claimed by one statement */
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
      // All of a batch are composed in the same turn, so that what they load can be loaded together.
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
        // Whoever takes next awaits it too, and gets the error; here it must only not be unhandled.
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
