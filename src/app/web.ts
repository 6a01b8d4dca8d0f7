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

/** The health and readiness pages, which every role serves. @param now monotonic time in milliseconds */
export function operatorPages(
  { database, queue, keys }: Foundation,
  now: () => number = () => performance.now(),
): RequestHandler[] {
  const health = createHealth([
    {
      name: 'database',
      check: requireWorkable(database, now),
      reason: (error) => (error instanceof DatabaseRefusal ? error.reason : (refusalOf(error)?.reason ?? null)),
      // The database was migrated by a newer version while this process runs. The next start is refused; to stop
      // serving what still works would lose more.
      notice: async () => ((await isNewer(database)) ? 'newer_than_program' : null),
    },
    {
      name: 'queue',
      // Without the queue, taps are stored and the sweep sends due messages by the database alone.
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

/** The database answers but cannot be used. */
class DatabaseRefusal extends Error {
  /** For a machine to read. */
  readonly reason: 'transaction_pooler' | 'read_only' | 'disk_full';

  constructor(reason: DatabaseRefusal['reason']) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * After a successful write the disk is not tried again for this long, in milliseconds: load balancers ask every few
 * seconds, and each try writes a file.
 */
const DISK_HOLDS_MS = 60_000;

/**
 * Checks that the database takes writes and that connections are not shared by a transaction pooler. The pooler is
 * checked first, because behind one our statements fail unpredictably; once seen to be absent it is not checked again
 * while the database answers, because that takes two more connections. A failing check is repeated every time.
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

/** Without the right key every message would fail, and nothing but doctor would report it. */
async function openOneToken(pool: Pool, keys: readonly SealKey[]): Promise<void> {
  const sealed = await findAnySealedToken(pool);
  if (sealed !== null) unseal(sealed, keys);
}

/** The public pages other than the platforms' endpoints. The queue board is among them only when it has a password. */
export async function publicPages(
  { config, database, queue, clock }: Foundation,
  routes: readonly RequestHandler[],
): Promise<RequestHandler[]> {
  const pages = [...routes, createPrivacyPage()];
  const { boardPassword: password } = config;
  if (password === null) return pages;
  // Loaded late, so that a start without a board does not wait for it.
  const { createBoard } = await import('../web/board.ts');
  const queues = QUEUE_NAMES.map((name) => queue.queue(name));
  const deadLetters = createDeadLetterStore(database.prisma);
  return [...pages, createBoard({ password, queues, deadLetters, now: () => clock.now() })];
}

/** Opens the metrics; null without METRICS_PORT, because measuring would then serve nobody. */
export async function openMetrics(
  { metricsPort }: Pick<Config, 'metricsPort'>,
  ...from: Parameters<typeof createMetrics>
): Promise<ReturnType<typeof createMetrics> | null> {
  if (metricsPort === null) return null;
  const { createMetrics: create } = await import('../web/metrics.ts');
  return create(...from);
}

/** Starts the server for Prometheus. Metrics are never served on the public port. */
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
 * Starts a server that only the operator uses. When its port is taken it uses a free one, so that several processes
 * with the same settings can run on one machine.
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
