import pTimeout from 'p-timeout';
import { Gauge, type Registry } from 'prom-client';
import { platformOf } from '../outbox/notification.ts';
import type { OutboxLoad } from '../outbox/outbox-count-store.ts';

/** How long a count of the outbox is used, in milliseconds, however often it is scraped. */
const FRESH_MS = 10_000;
/** How long a scrape waits for an absent database, in milliseconds. */
const TIMEOUT_MS = 2_000;

/**
 * Gauges of the outbox. All processes read the same database, so use the value of one process and not the sum.
 * @returns a function that sets them, to be called before they are read. When the outbox cannot be counted they keep
 *   their values.
 */
export function createOutboxGauges(registry: Registry, countOutbox: () => Promise<OutboxLoad>): () => Promise<void> {
  const gauge = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge({ name: `polsslag_${name}`, help, labelNames, registers: [registry] });
  const readable = gauge('outbox_readable', 'Whether the outbox could be counted just now: 1 or 0.');
  const waiting = gauge(
    'lane_messages',
    'Messages that wait in a lane, or are being sent.',
    'platform',
    'lane',
    'state',
  );
  const oldest = gauge('lane_oldest_due_seconds', 'How long the oldest due message has waited.', 'platform', 'lane');
  const failed = gauge('dead_letters', 'Messages that were given up: see polsslag queue failed.');
  const lost = gauge('workspaces_to_reconnect', 'Workspaces that get nothing until they are connected again.');
  const paused = gauge('paused', 'Whether nothing is planned or sent until polsslag resume: 1 or 0.');

  function show(load: OutboxLoad): void {
    waiting.reset();
    oldest.reset();
    for (const { lane, queued, sending, oldestDueSeconds } of load.lanes) {
      const labels = { platform: platformOf(lane), lane };
      waiting.set({ ...labels, state: 'queued' }, queued);
      waiting.set({ ...labels, state: 'sending' }, sending);
      oldest.set(labels, oldestDueSeconds);
    }
    failed.set(load.failed);
    lost.set(load.toReconnect);
    paused.set(load.paused ? 1 : 0);
  }

  const count = rememberLoad(countOutbox);
  return async () => {
    const load = await pTimeout(count(), { milliseconds: TIMEOUT_MS }).catch(() => null);
    readable.set(load ? 1 : 0);
    if (load) show(load);
  };
}

/** Gives the last count while it is fresh. */
function rememberLoad(count: () => Promise<OutboxLoad>): typeof count {
  let last: Promise<OutboxLoad> | null = null;
  let at = Number.NEGATIVE_INFINITY;
  return () => {
    if (!last || performance.now() - at > FRESH_MS) {
      at = performance.now();
      last = count();
      last.catch(() => {
        last = null;
      });
    }
    return last;
  };
}
