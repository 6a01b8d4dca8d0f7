import { createServer } from 'node:net';
import { Redis, ReplyError } from 'ioredis';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { readDatabaseTime } from '../database/database-clock.ts';
import { logQuotesRows } from '../database/log-quotes.ts';
import { sharesConnections } from '../database/pooler.ts';
import { POOLER_ADVICE } from '../database/refusal.ts';
import { writingFault } from '../database/writing-fault.ts';
import { PolsslagError, systemErrorCode } from '../errors.ts';
import { listenOn, localUrl } from '../free-port.ts';
import { openQueueBackend } from '../queue/backend.ts';
import { requireQueue } from '../queue/require-queue.ts';
import { countOf } from '../text/numbers.ts';
import { examine, type Finding, found } from './finding.ts';

const TIMEOUT_MS = 5_000;

/**
 * Checks the database's connections, whether it takes writes, its log, and whether all clocks agree.
 * @param slackTime gives null where Slack cannot be asked
 */
export async function examineDatabase(database: Database, slackTime: () => Promise<Date | null>): Promise<Finding[]> {
  const clocks = { database: () => readDatabaseTime(database), slack: slackTime };
  return [
    ...(await examineAddress(database.url)),
    ...(await examineWriting(database)),
    ...(await examineLog(database)),
    ...(await examineClocks(clocks, Date.now)),
  ];
}

/**
 * Checks whether the queue accepts jobs, whether the port can be opened, and whether the public address leads here.
 * @param databaseUrl null when the database, on which the queue may run, cannot be used
 */
export async function examineConnections(config: Config, databaseUrl: string | null): Promise<Finding[]> {
  return [
    ...(await examineQueue(config, databaseUrl)),
    ...(await examinePort(config)),
    ...(await examinePublicUrl(config)),
  ];
}

const WRITING_FAULTS = {
  read_only:
    'Database: it answers and takes no writes, so that nothing is stored or sent. Either it is a copy of another server: name that one in DATABASE_URL. Or its host made it read-only, as some do when its disk is nearly full: give it room.',
  disk_full:
    'Database: its disk is full, so that what people answer is not stored and nothing is sent. Give it room; nothing else has to be done.',
} as const;

async function examineWriting(database: Database): Promise<Finding[]> {
  const fault = await writingFault(database);
  return fault === null ? [] : [found.fault(WRITING_FAULTS[fault])];
}

async function examineLog(database: Database): Promise<Finding[]> {
  if (!(await logQuotesRows(database))) return [];
  return [
    found.hint(
      'Database: its own log quotes the rows that it refuses, with names and answers in them. Set log_error_verbosity = terse on that server.',
    ),
  ];
}

/** Checks that the database address does not lead to a transaction pooler, which lends connections to others. */
async function examineAddress(url: string): Promise<Finding[]> {
  const shared = await sharesConnections(url).catch(() => false);
  return shared ? [found.fault(`Database: ${POOLER_ADVICE}`)] : [found.ok('Database: its connections are our own.')];
}

/** Slack and Microsoft allow five minutes. The limit here is lower, because a clock that is off keeps drifting. */
const MAX_OFF_MS = 60_000;

/**
 * Checks whether this machine's clock is right enough to verify signatures and tokens, which Slack and Microsoft date.
 * @param read reads the other clocks; gives null where one cannot be asked
 * @param now this machine's clock
 */
async function examineClocks(
  read: { readonly database: () => Promise<Date>; readonly slack: () => Promise<Date | null> },
  now: () => number,
): Promise<Finding[]> {
  const offs = [
    { whose: "the database's", ms: await aheadOf(read.database, now) },
    { whose: "Slack's", ms: await aheadOf(read.slack, now) },
  ].filter(({ ms }) => Math.abs(ms) > MAX_OFF_MS);
  if (offs.length === 0) return [found.ok("Clock: this machine's agrees with the others.")];
  return offs.map(({ whose, ms }) => {
    const minutes = Math.round(Math.abs(ms) / 60_000);
    const how = `${countOf(minutes, 'minute')} ${ms > 0 ? 'behind' : 'ahead of'}`;
    return found.hint(
      `Clock: this machine's is ${how} ${whose}. Messages go out in time all the same, but from five minutes on what Slack and Teams send is refused as too old or too new: set both by a time server (NTP).`,
    );
  });
}

async function aheadOf(read: () => Promise<Date | null>, now: () => number): Promise<number> {
  const begun = now();
  const there = await read();
  return there === null ? 0 : there.getTime() - (begun + now()) / 2;
}

/** Checks whether every Redis node answers. Without Redis the queue runs on the database. */
async function examineQueue({ redisUrls, production }: Config, databaseUrl: string | null): Promise<Finding[]> {
  if (redisUrls.length === 0) {
    if (databaseUrl === null) return [];
    const tried = await tryQueue({ kind: 'postgres', url: databaseUrl }, 'it runs on the database.');
    const advice = found.hint('Queue: with more than one process, set REDIS_URL.');
    return production ? [...tried, advice] : tried;
  }
  const answered = await Promise.all(redisUrls.map(ping));
  const nodes = answered.map((itAnswers, index) => {
    const which = redisUrls.length === 1 ? 'Queue: Redis' : `Queue: Redis node ${index + 1}`;
    return itAnswers
      ? found.ok(`${which} answers.`)
      : found.fault(
          `${which} does not answer: check that it runs, and that REDIS_URL names its address, user and password. What runs already goes on without it, a little more slowly; no other process starts.`,
        );
  });
  return [
    ...nodes,
    ...(answered.includes(true)
      ? await tryQueue({ kind: 'redis', url: redisUrls.join(',') }, 'Redis takes what is written.')
      : []),
  ];
}

/** Uses the queue once as the product does, with all nodes together. */
async function tryQueue(settings: Parameters<typeof openQueueBackend>[0], good: string): Promise<Finding[]> {
  const backend = openQueueBackend(settings, () => undefined);
  try {
    return await examine('Queue', good, () => requireQueue(backend));
  } finally {
    await backend.close();
  }
}

async function ping(url: string): Promise<boolean> {
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Errors are reported by the rejected promise; without a listener the event would end the process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return true;
  } catch (error) {
    // A node that refuses a command has answered; `tryQueue` reports what it refuses.
    return error instanceof ReplyError;
  } finally {
    client.disconnect();
  }
}

/** Checks whether the port is free, or Polsslag already answers on it. */
async function examinePort({ host, port }: Config): Promise<Finding[]> {
  if (port === 0) return [];
  const probe = createServer();
  try {
    await listenOn(probe, host, port);
    await new Promise<void>((resolve) => probe.close(() => resolve()));
    return [found.ok(`Port ${port}: it is free for a start.`)];
  } catch (error) {
    if (!(error instanceof PolsslagError)) throw error;
    const itIsUs = systemErrorCode(error.cause) === 'EADDRINUSE' && (await isPolsslag(host, port));
    return [itIsUs ? found.ok(`Port ${port}: Polsslag answers there.`) : found.fault(`Port: ${error.message}`)];
  }
}

const health = z.object({ status: z.literal('ok') });

/** A status alone proves nothing: many servers answer any path with a page of their own. */
async function isHealthy(answer: Response): Promise<boolean> {
  const body: unknown = await answer.json().catch(() => null);
  return answer.ok && health.safeParse(body).success;
}

async function isPolsslag(host: string, port: number): Promise<boolean> {
  try {
    return await isHealthy(await fetch(`${localUrl(host, port)}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) }));
  } catch {
    return false;
  }
}

/** Checks whether PUBLIC_URL leads to a running Polsslag. */
async function examinePublicUrl({ publicUrl }: Config): Promise<Finding[]> {
  if (publicUrl === null) {
    return [
      found.hint('PUBLIC_URL: not set; Slack (without Socket Mode) and Teams need an address that they can reach.'),
    ];
  }
  try {
    const response = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (await isHealthy(response)) return [found.ok('PUBLIC_URL: Polsslag answers there.')];
    return [found.fault(`PUBLIC_URL: something else answers there (status ${response.status}): see where it leads.`)];
  } catch {
    return [found.fault('PUBLIC_URL: nothing answers there: start Polsslag, and see that the address leads to it.')];
  }
}
