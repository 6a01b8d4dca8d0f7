import { Router } from 'express';

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

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('too late')), milliseconds);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
