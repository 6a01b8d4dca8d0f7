import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

/** Where the platforms deliver. */
const PLATFORM_OF: Readonly<Record<string, string>> = { '/slack/events': 'slack', '/api/messages': 'teams' };
/** Slack waits for 3 s and Teams for 5 s; the aim is one second, in seconds. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];

/** Times from a platform's request to our answer, by platform and kind of answer ('2xx', '4xx', '5xx'). */
export function createAcknowledgementMetrics(registry: Registry): RequestHandler {
  const histogram = new Histogram({
    name: 'polsslag_acknowledgement_seconds',
    help: "From a platform's request to our answer.",
    labelNames: ['platform', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return (request, response, next) => {
    const platform = PLATFORM_OF[request.path];
    if (platform !== undefined) {
      const begun = performance.now();
      response.once('finish', () => {
        const status = `${Math.floor(response.statusCode / 100)}xx`;
        histogram.observe({ platform, status }, (performance.now() - begun) / 1_000);
      });
    }
    next();
  };
}
