import { Router } from 'express';
import pTimeout from 'p-timeout';

/** Something that must answer before work may come in. Rejects when it does not. */
interface Dependency {
  readonly name: string;
  check(): Promise<void>;
  /** Why it does not, in a word for machines; null when there is nothing to say beyond that. */
  reason?(error: unknown): string | null;
  /** What somebody must look at though it answers, in a word for machines; null when there is nothing. */
  notice?(): Promise<string | null>;
}

/**
 * `/healthz`: this process runs. `/readyz`: everything that it needs answers, and what is to be looked at all the same; 503 with
 * the names of what does not, and why where that is known. `polsslag doctor` says what to do about it.
 */
export function createHealth(dependencies: readonly Dependency[]): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.allSettled(
      dependencies.map(({ check }) => pTimeout(check(), { milliseconds: 2_000 })),
    );
    const failing = dependencies.flatMap(({ name, reason }, index) => {
      const result = results[index];
      return result?.status === 'rejected' ? [{ name, why: reason?.(result.reason) ?? null }] : [];
    });
    const names = failing.map(({ name }) => name);
    if (failing.length === 0) {
      return void response.json({ status: 'ready', failing: names, ...(await noticesOf(dependencies)) });
    }
    const reasons = Object.fromEntries(failing.flatMap(({ name, why }) => (why === null ? [] : [[name, why]])));
    response.status(503).json({ status: 'not ready', failing: names, reasons });
  });
  return router;
}

async function noticesOf(dependencies: readonly Dependency[]): Promise<{ notices?: Readonly<Record<string, string>> }> {
  const asked = await Promise.all(
    dependencies.map(async ({ name, notice }) => ({ name, what: (await notice?.().catch(() => null)) ?? null })),
  );
  const told = asked.flatMap(({ name, what }) => (what === null ? [] : [[name, what]]));
  return told.length === 0 ? {} : { notices: Object.fromEntries(told) };
}
