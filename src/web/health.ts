import { Router } from 'express';
import pTimeout from 'p-timeout';

/** Something that must work while requests come in. `check` rejects when it does not. */
interface Dependency {
  readonly name: string;
  /**
   * Whether the process works without it, if more slowly: a failure is then reported, but requests are still accepted.
   */
  readonly dispensable?: boolean;
  check(): Promise<void>;
  /** The reason for a failure, as a code; null when there is none to give. */
  reason?(error: unknown): string | null;
  /** A problem that somebody must look at although it works, as a code; null for none. */
  notice?(): Promise<string | null>;
}

const TIMEOUT_MS = 2_000;
/** A dispensable dependency is waited for less long, because some load balancers give up after a second. */
const DISPENSABLE_TIMEOUT_MS = 500;

/**
 * `/healthz`: this process runs. `/readyz`: everything that it needs works, with problems to look at; otherwise 503
 * with the names of what fails, and the reason where it is known. When only dispensable dependencies fail, the state is
 * `degraded` and not 503, because a load balancer would stop sending requests that still work. `polsslag doctor` says
 * what to do.
 */
export function createHealth(dependencies: readonly Dependency[]): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const results = await Promise.allSettled(
      dependencies.map(({ check, dispensable = false }) =>
        pTimeout(check(), { milliseconds: dispensable ? DISPENSABLE_TIMEOUT_MS : TIMEOUT_MS }),
      ),
    );
    const failing = dependencies.flatMap(({ name, dispensable = false, reason }, index) => {
      const result = results[index];
      return result?.status === 'rejected' ? [{ name, dispensable, why: reason?.(result.reason) ?? null }] : [];
    });
    const names = failing.map(({ name }) => name);
    if (failing.length === 0) {
      return void response.json({ status: 'ready', failing: names, ...(await noticesOf(dependencies)) });
    }
    const reasons = Object.fromEntries(failing.flatMap(({ name, why }) => (why === null ? [] : [[name, why]])));
    if (failing.every(({ dispensable }) => dispensable)) {
      const notices = await noticesOf(dependencies);
      return void response.json({ status: 'degraded', failing: names, reasons, ...notices });
    }
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
