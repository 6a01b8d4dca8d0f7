import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { openDatabaseClock, readDatabaseTime } from '../database/database-clock.ts';
import { openStores } from '../database/open-stores.ts';
import { createWorkspaceAccess } from '../database/workspace-access.ts';
import { errorCode } from '../error-code.ts';
import { type Instruments, readInstruments } from '../instruments.ts';
import { openQueueBackend, type QueueBackend } from '../queue/backend.ts';
import { requireQueue } from '../queue/require-queue.ts';
import { retryWhileUnavailable } from '../retry-while-unavailable.ts';
import { saySeldom } from '../say-seldom.ts';
import { readOrMakeKeyFile } from '../secrets/key-file.ts';
import type { SealKey } from '../secrets/seal.ts';
import { startTelemetry } from './telemetry.ts';

type Telemetry = Awaited<ReturnType<typeof startTelemetry>>;

/** The configuration, connections and keys that every role needs. */
export interface Foundation {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly database: Database;
  readonly queue: QueueBackend;
  readonly instruments: Instruments;
  /** Newest first; never empty. */
  readonly keys: readonly SealKey[];
  readonly workspaces: ReturnType<typeof createWorkspaceAccess>;
  close(): Promise<void>;
}

/**
 * Opens the database and the queue, and retries for a while when they are down.
 * @param givenClock null for the database's clock, which is the same for every process
 * @throws PolsslagError UNAVAILABLE, or BAD_CONFIGURATION
 */
export async function openFoundation(config: Config, givenClock: Clock | null, log: Logger): Promise<Foundation> {
  const say = (line: string) => log.warn(line);
  const instruments = await readInstruments(config.instrumentFiles);
  const keys = config.keys.length > 0 ? config.keys : [readOrMakeKeyFile(config.dataDir)];
  // What is open already, in the order of opening; a failure closes it too.
  const opened: (() => void | Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    const telemetry = config.telemetryUrl === null ? null : await startTelemetry(config.telemetryUrl);
    if (telemetry) opened.push(telemetry.stop);
    const { database, close: closeStores } = await retryWhileUnavailable(() => openStores(config, {}, say), say);
    opened.push(closeStores);
    const clock = await openClock(givenClock, database, log);
    opened.push(clock.close);
    const queue = openQueue(config, database.url, log, telemetry);
    opened.push(() => queue.close());
    await retryWhileUnavailable(() => requireQueue(queue), say);
    const workspaces = createWorkspaceAccess(database.taps, keys, () => performance.now());
    return { config, clock, log, database, queue, instruments, keys, workspaces, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openClock(given: Clock | null, database: Database, log: Logger): ReturnType<typeof openDatabaseClock> {
  if (given) return { now: () => given.now(), close: () => undefined };
  return openDatabaseClock(() => readDatabaseTime(database), {
    onJump: (ms) => log.warn({ ms }, "the database's clock was set"),
  });
}

function openQueue(config: Config, databaseUrl: string, log: Logger, telemetry: Telemetry | null): QueueBackend {
  const warnSeldom = saySeldom((trouble, what) => log.warn(trouble, what));
  const onError = (error: Error) => warnSeldom({ code: errorCode(error) }, 'queue connection trouble');
  return config.redisUrls.length > 0
    ? openQueueBackend({ kind: 'redis', url: config.redisUrls.join(',') }, onError, telemetry?.queue)
    : openQueueBackend({ kind: 'postgres', url: databaseUrl }, onError, telemetry?.queue);
}
