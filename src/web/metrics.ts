import { type RequestHandler, Router } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { createAcknowledgementMetrics } from './acknowledgement-metrics.ts';
import { createDeliveryMetrics, type Tell } from './delivery-metrics.ts';
import { type CountOutbox, createOutboxGauges } from './outbox-gauges.ts';

export interface Metrics {
  /** Hears what delivering does. */
  readonly tell: Tell;
  /** Times the answers to the platforms: mount it before everything else. */
  readonly timeAcknowledgements: RequestHandler;
  /** Serves GET /metrics to whoever asks: mount it where the world does not come. */
  readonly router: Router;
}

/**
 * What this process measures, for Prometheus. Labels are platforms, lanes (ids of workspaces and tenants) and outcomes:
 * nothing of a person.
 */
export function createMetrics(countOutbox: CountOutbox): Metrics {
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
    timeAcknowledgements: createAcknowledgementMetrics(registry),
    router,
  };
}
