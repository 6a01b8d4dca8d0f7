import type { Express } from 'express';
import type { Receiver } from '../../src/platforms/adapter.ts';

/** Serves the endpoint of a platform's receiver, beside other routes of a test. */
export function mount(app: Express, { endpoint }: Pick<Receiver, 'endpoint'>): void {
  if (endpoint) app.all(endpoint.path, endpoint.serve);
}
