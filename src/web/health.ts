import { Router } from 'express';
import pTimeout from 'p-timeout';

/** Something that is to answer while work comes in. Rejects when it does not. */
interface Dependency {
  readonly name: string;
  /** Whether the process does its work without it, if more slowly: then it is named, and nobody is turned away. */
  readonly dispensable?: boolean;
  check(): Promise<void>;
  /** Why it does not, in a word for machines; null when there is nothing to say beyond that. */
  reason?(error: unknown): string | null;
  /** What somebody must look at though it answers, in a word for machines; null when there is nothing. */
  notice?(): Promise<string | null>;
}

const TIMEOUT_MS = 2_000;
/** What it goes on without is waited for more shortly: those who ask give up after a second, some of them. */
const DISPENSABLE_TIMEOUT_MS = 500;

/**
 * `/healthz`: this process runs. `/readyz`: everything that it needs answers, and what is to be looked at all the same; 503 with
 * the names of what does not, and why where that is known. Where it goes on without, it is `degraded` and not 503: whoever sends
 * people elsewhere by the status would take away what works. `polsslag doctor` says what to do about either.
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
