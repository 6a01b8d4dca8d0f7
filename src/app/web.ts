import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Database, Pool } from '../database/client.ts';
import { isNewer } from '../database/migrate.ts';
import { sharesConnections } from '../database/pooler.ts';
import { refusalOf } from '../database/refusal.ts';
import { findAnySealedToken } from '../database/workspace-store.ts';
import { writingFault } from '../database/writing-fault.ts';
import { PolsslagError } from '../errors.ts';
import { createDeadLetterStore } from '../outbox/dead-letters.ts';
import { QUEUE_NAMES } from '../queue/define-job.ts';
import { RedisRefusal } from '../queue/redis.ts';
import { type SealKey, unseal } from '../secrets/seal.ts';
import { createHealth } from '../web/health.ts';
import type { createMetrics } from '../web/metrics.ts';
import { createPrivacyPage } from '../web/privacy-page.ts';
import { startWebServer, type WebServer } from '../web/server.ts';
import type { Foundation } from './foundation.ts';

/**
 * What every role serves: is it there, is it ready.
 * @param now monotonic milliseconds
 */
export function operatorPages(
  { database, queue, keys }: Foundation,
  now: () => number = () => performance.now(),
): RequestHandler[] {
  const health = createHealth([
    {
      name: 'database',
      check: requireWorkable(database, now),
      reason: (error) => (error instanceof DatabaseRefusal ? error.reason : (refusalOf(error)?.reason ?? null)),
      // It was brought up to date while this runs. The next start is refused; to turn away what still works would lose more.
      notice: async () => ((await isNewer(database)) ? 'newer_than_program' : null),
    },
    {
      name: 'queue',
      // What people tap is stored and the sweep sends what is due, by the database alone.
      dispensable: true,
      check: () => queue.ping(),
      reason: (error) => (error instanceof RedisRefusal ? error.reason : null),
    },
    {
      name: 'secrets',
      check: () => openOneToken(database, keys),
      reason: (error) => (error instanceof PolsslagError ? 'sealing_key' : null),
    },
  ]);
  return [health];
}

/** It answers, and cannot be worked with. */
class DatabaseRefusal extends Error {
  /** For a machine to read. */
  readonly reason: 'transaction_pooler' | 'read_only' | 'disk_full';

  constructor(reason: DatabaseRefusal['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/** A disk that had room is not tried again for so long, in milliseconds: balancers ask every few seconds, and trying writes a file. */
const DISK_HOLDS_MS = 60_000;

/**
 * Takes writes, and over connections that stay ours: while it answers that is not looked at again, because it takes two more of
 * them. First, because our statements fail or not behind such a pooler as it happens. What is not as it should be is tried every time.
 */
function requireWorkable(database: Database, now: () => number): () => Promise<void> {
  let areOurs = false;
  let hadRoomAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (!areOurs && (await sharesConnections(database.url))) throw new DatabaseRefusal('transaction_pooler');
    areOurs = false;
    const begun = now();
    const triesDisk = begun - hadRoomAt >= DISK_HOLDS_MS;
    const fault = await writingFault(database, triesDisk);
    areOurs = true;
    if (fault !== null) throw new DatabaseRefusal(fault);
    if (triesDisk) hadRoomAt = begun;
  };
}

/** Without the right key every message would fail, and doctor would be the first to say so. */
async function openOneToken(pool: Pool, keys: readonly SealKey[]): Promise<void> {
  const sealed = await findAnySealedToken(pool);
  if (sealed !== null) unseal(sealed, keys);
}

/** What the web serves beside the platforms' entrances; the board only when it has a password. */
export async function publicPages(
  { config, database, queue, clock }: Foundation,
  routes: readonly RequestHandler[],
): Promise<RequestHandler[]> {
  const pages = [...routes, createPrivacyPage()];
  const { boardPassword: password } = config;
  if (password === null) return pages;
  // Whoever has no board does not wait for it to load.
  const { createBoard } = await import('../web/board.ts');
  const queues = QUEUE_NAMES.map((name) => queue.queue(name));
  const deadLetters = createDeadLetterStore(database.prisma);
  return [...pages, createBoard({ password, queues, deadLetters, now: () => clock.now() })];
}

/** What is measured; null when nobody named a port to ask at: then measuring each message and tap would be for nothing. */
export async function openMetrics(
  { metricsPort }: Pick<Config, 'metricsPort'>,
  ...from: Parameters<typeof createMetrics>
): Promise<ReturnType<typeof createMetrics> | null> {
  if (metricsPort === null) return null;
  const { createMetrics: create } = await import('../web/metrics.ts');
  return create(...from);
}

/** The server that Prometheus asks; the world's port never tells. */
export async function startMetricsServer(
  metrics: ReturnType<typeof createMetrics> | null,
  { metricsPort, host }: Pick<Config, 'metricsPort' | 'host'>,
  log: Logger,
): Promise<WebServer | null> {
  if (metrics === null || metricsPort === null) return null;
  const server = await startOperatorServer([metrics.router], { host, port: metricsPort, log });
  log.info({ url: `${server.url}/metrics` }, 'metrics');
  return server;
}

/**
 * A server that nobody but the operator asks anything, so several processes on one machine, all with the same settings,
 * may each take a port of their own.
 */
export async function startOperatorServer(
  pages: readonly RequestHandler[],
  { host, port, log }: { host: string; port: number; log: Logger },
): Promise<WebServer> {
  try {
    return await startWebServer(pages, { host, port, log });
  } catch (error) {
    if (!(error instanceof PolsslagError) || error.code !== 'UNAVAILABLE') throw error;
    return startWebServer(pages, { host, port: 0, log });
  }
}
