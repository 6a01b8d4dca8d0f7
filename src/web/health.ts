import { Router } from 'express';
import { within } from './within.ts';

/** Something that must answer before work may come in. Rejects when it does not. */
export interface Dependency {
  readonly name: string;
  check(): Promise<void>;
}

/** `/healthz`: this process runs. `/readyz`: everything that it needs answers; 503 with the names of what does not. */
export function createHealth(dependencies: readonly Dependency[]): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.allSettled(dependencies.map(({ check }) => within(2_000, check())));
    const failing = dependencies.filter((_, index) => results[index]?.status === 'rejected').map(({ name }) => name);
    response
      .status(failing.length === 0 ? 200 : 503)
      .json({ status: failing.length === 0 ? 'ready' : 'not ready', failing });
  });
  return router;
}
