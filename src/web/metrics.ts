import { Router } from 'express';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Endpoint } from '../endpoint.ts';
import { platformOf } from '../outbox/notification.ts';
import type { DeliveryNews } from '../outbox/ports.ts';
import { createOutboxGauges } from './outbox-gauges.ts';

type Tell = (news: DeliveryNews) => void;

interface Metrics {
  /** Counts delivery news. */
  readonly tell: Tell;
  /** Wraps a platform's endpoint so that its answers are timed. */
  readonly timed: (platform: string, endpoint: Endpoint) => Endpoint;
  /** Serves GET /metrics without authentication: mount it where the public cannot reach it. */
  readonly router: Router;
}

/**
 * Prometheus metrics of this process. Labels are platforms, lanes (ids of workspaces and tenants) and outcomes, never
 * anything about a person.
 */
export function createMetrics(countOutbox: Parameters<typeof createOutboxGauges>[1]): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const refreshGauges = createOutboxGauges(registry, countOutbox);
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    await refreshGauges();
    const text = await registry.metrics();
    response.set('content-type', registry.contentType).send(text);
  });
  return {
    tell: createDeliveryMetrics(registry),
    timed: createAcknowledgementMetrics(registry),
    router,
  };
}

/** In seconds, from a message that is sent at once to one that waits for the end of an outage. */
const LAG_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];

/** Makes the counters of delivery. */
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

/** In seconds. Slack waits for 3 s and Teams for 5 s; the goal is one second. */
const ACKNOWLEDGEMENT_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];

/** Times the answers to platforms, by platform and kind of status ('2xx', '4xx', '5xx'). */
function createAcknowledgementMetrics(registry: Registry): Metrics['timed'] {
  const histogram = new Histogram({
    name: 'polsslag_acknowledgement_seconds',
    help: "From a platform's request to our answer.",
    labelNames: ['platform', 'status'],
    buckets: ACKNOWLEDGEMENT_BUCKETS,
    registers: [registry],
  });
  return (platform, { path, serve }) => ({
    path,
    serve(request, response) {
      const begun = performance.now();
      response.once('finish', () => {
        const status = `${Math.floor(response.statusCode / 100)}xx`;
        histogram.observe({ platform, status }, (performance.now() - begun) / 1_000);
      });
      return serve(request, response);
    },
  });
}
