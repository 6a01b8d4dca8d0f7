import type { LaneStore, Lease } from './lane.ts';

/** A lease that is renewed in the background. */
interface KeptLease {
  readonly lease: Lease;
  /** False as soon as another worker may hold the lane: nothing may be sent any more. */
  valid(): boolean;
  /** Stops renewing. */
  stop(): void;
}

const RENEWALS_PER_LEASE = 3;

/**
 * Takes a lane and renews its lease until `stop`. The validity is measured by this process's monotonic clock from
 * before each request, so that a worker that was suspended or lost the database knows by itself that its lease is over.
 * @returns null when the lane cannot be taken
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
      // Without the database the lease expires by itself, unless a later renewal succeeds.
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
