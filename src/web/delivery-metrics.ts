import { Counter, Histogram, type Registry } from 'prom-client';
import { platformOf } from '../outbox/notification.ts';
import type { DeliveryNews } from '../outbox/ports.ts';

export type Tell = (news: DeliveryNews) => void;

/** From a message that arrives at once to one that waits out an outage, in seconds. */
const LAG_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];

/** Counts what delivering tells. */
export function createDeliveryMetrics(registry: Registry): Tell {
  const counter = <Label extends string>(name: string, help: string, ...labels: Label[]) =>
    new Counter({ name: `polsslag_${name}`, help, labelNames: ['platform', ...labels], registers: [registry] });
  const sends = counter('sends_total', 'Attempts to send a message, by how they ended.', 'outcome');
  const slowDowns = counter('slow_downs_total', 'Times that a platform asked for silence (429).');
  const readBacks = counter('read_backs_total', 'Lost attempts that a platform was asked about, by answer.', 'found');
  const inDoubt = counter('in_doubt_total', 'Messages sent again without knowing whether they had arrived.');
  const reconnects = counter('reconnects_total', 'Times that a workspace refused our credentials.');
  const barred = counter('barred_total', 'Times that a workspace did not let us write there.');
  const troubles = counter('troubles_total', 'Faults of our own while delivering; each is tried again.', 'during');
  const ranOut = new Counter({
    name: 'polsslag_ran_out_total',
    help: 'Messages that nobody sent in time.',
    registers: [registry],
  });
  const lag = new Histogram({
    name: 'polsslag_send_lag_seconds',
    help: 'From the moment that a message might be sent to the moment that the platform had it.',
    labelNames: ['platform'],
    buckets: LAG_BUCKETS,
    registers: [registry],
  });

  return (news) => {
    if (news.kind === 'ran-out') return ranOut.inc(news.count);
    const platform = platformOf(news.lane);
    switch (news.kind) {
      case 'attempt':
        sends.inc({ platform, outcome: news.outcome });
        if (news.outcome === 'sent') lag.observe({ platform }, news.lagMs / 1_000);
        return;
      case 'read-back':
        readBacks.inc({ platform, found: news.found });
        if (news.found === 'cannot-tell') inDoubt.inc({ platform });
        return;
      case 'slow-down':
        return slowDowns.inc({ platform });
      case 'reconnect':
        return reconnects.inc({ platform });
      case 'barred':
        return barred.inc({ platform });
      case 'trouble':
        return troubles.inc({ platform, during: news.during });
    }
  };
}
