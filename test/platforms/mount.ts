import type { Express } from 'express';
import type { Receiver } from '../../src/platforms/adapter.ts';

/** Serves what comes from a platform, beside whatever else a test serves. */
export function mount(app: Express, { endpoint }: Pick<Receiver, 'endpoint'>): void {
  if (endpoint) app.all(endpoint.path, endpoint.serve);
}
