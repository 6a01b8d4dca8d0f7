import type { LaneStore, Lease } from './lane.ts';

/** A lease that is kept alive in the background. */
interface KeptLease {
  readonly lease: Lease;
  /** False as soon as another worker may hold the lane: nothing is sent any more. */
  valid(): boolean;
  /** Stops renewing. */
  stop(): void;
}

const RENEWALS_PER_LEASE = 3;

/**
 * Takes a lane and renews its lease until `stop`. What counts is our own monotonic clock from before each request:
 * a worker that was paused, or that lost the database, knows by itself that its lease is over.
 * @returns null when the lane is not to be had
 */
export async function takeLease(
  store: LaneStore,
  lane: string,
  owner: string,
  leaseMs: number,
): Promise<KeptLease | null> {
  let validUntil = performance.now() + leaseMs;
  const lease = await store.acquire(lane, owner, leaseMs);
  if (!lease) return null;

  let renewing = false;
  async function renew(held: Lease): Promise<void> {
    if (renewing) return;
    renewing = true;
    const asked = performance.now();
    try {
      validUntil = (await store.renew(held, leaseMs)) ? asked + leaseMs : 0;
    } catch {
      // The database is away: the lease runs out by itself unless a later renewal succeeds.
    } finally {
      renewing = false;
    }
  }

  const timer = setInterval(() => void renew(lease), leaseMs / RENEWALS_PER_LEASE);
  return {
    lease,
    valid: () => performance.now() < validUntil,
    stop: () => clearInterval(timer),
  };
}
