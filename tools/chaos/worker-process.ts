import { createMovableClock } from '../../playground/movable-clock.ts';
import type { DeliveryTuning } from '../../src/app/background.ts';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { createLog } from '../../src/log.ts';
import { LANE_OPTIONS } from '../../src/outbox/lane.ts';
import { DELIVERY_TIMING } from '../../src/outbox/ports.ts';
import { configOf, MAX_DELAY_MS, processOptionsSchema } from './process-options.ts';
import { tagRequests } from './request-tag.ts';

/** Production's settings, with waits that suit platforms whose longest delay is known to be short. */
const TUNING: DeliveryTuning = {
  options: {
    slack: { ...LANE_OPTIONS.slack, settleMs: MAX_DELAY_MS, readBackMs: 50 },
    teams: { ...LANE_OPTIONS.teams, settleMs: MAX_DELAY_MS },
  },
  timing: { ...DELIVERY_TIMING, leaseMs: 1_500 },
};

/* One process of the product, web or worker, on the platforms, database and queue in its parent's options. */

let starting: Promise<Running> | null = null;

process.once('message', (message) => {
  const options = processOptionsSchema.parse(message);
  tagRequests(options.name);
  const config = configOf(options);
  starting = startPolsslag(config, {
    role: options.role,
    connections: options.connections,
    log: createLog(config.logLevel),
    clock: createMovableClock(new Date(Date.now() + options.aheadMs)),
    delivery: TUNING,
  });
  starting.then(
    ({ url }) => {
      // The parent may be gone by now; then this process is already stopping.
      if (process.connected) process.send?.({ url });
    },
    () => process.exit(1),
  );
});

process.once('disconnect', () => {
  Promise.resolve(starting)
    .then((running) => running?.stop())
    .then(
      () => process.exit(0),
      () => process.exit(1),
    );
});
