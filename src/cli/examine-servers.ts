import { Redis, ReplyError } from 'ioredis';
import type { Config } from '../config.ts';
import type { Database } from '../database/client.ts';
import { readDatabaseTime } from '../database/database-clock.ts';
import { sharesConnections } from '../database/pooler.ts';
import { openQueueBackend } from '../queue/backend.ts';
import { countOf } from '../text/count.ts';
import { examine, type Finding, found } from './finding.ts';

const TIMEOUT_MS = 5_000;

/**
 * Whether the database is ours alone, and whether it is the same time everywhere.
 * @param slackTime null where Slack cannot be asked
 */
export async function examineDatabase(database: Database, slackTime: () => Promise<Date | null>): Promise<Finding[]> {
  const clocks = { database: () => readDatabaseTime(database), slack: slackTime };
  return [...(await examineAddress(database.url)), ...(await examineClocks(clocks, Date.now))];
}

/** Whether the queue takes what it is given, and whether others find us. */
export async function examineConnections(config: Config): Promise<Finding[]> {
  return [...(await examineQueue(config)), ...(await examinePublicUrl(config))];
}

/** Whether the address of the database leads to connections that stay ours. */
async function examineAddress(url: string): Promise<Finding[]> {
  const shared = await sharesConnections(url).catch(() => false);
  return shared
    ? [
        found.fault(
          'Database: DATABASE_URL leads through a pooler that lends each connection to others between transactions (PgBouncer in transaction mode). Prepared statements, the queue and migrations need connections of their own: use session mode, or the address of the database itself.',
        ),
      ]
    : [found.ok('Database: its connections are our own.')];
}

/** Slack and Microsoft allow five minutes; a machine that is off by one goes on drifting. */
const MAX_OFF_MS = 60_000;

/**
 * Whether this machine's clock is right enough to judge signatures and tokens, which Slack and Microsoft date.
 * @param read the others' clocks; null where one cannot be asked
 * @param now this machine's
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

/** Whether every Redis node answers; without one the queue is in the database. */
async function examineQueue({ redisUrls, production }: Config): Promise<Finding[]> {
  if (redisUrls.length === 0) {
    const text = 'Queue: it runs on the database';
    return [production ? found.hint(`${text}; with more than one process, set REDIS_URL.`) : found.ok(`${text}.`)];
  }
  const answered = await Promise.all(redisUrls.map(ping));
  const nodes = answered.map((itAnswers, index) => {
    const which = redisUrls.length === 1 ? 'Queue: Redis' : `Queue: Redis node ${index + 1}`;
    return itAnswers
      ? found.ok(`${which} answers.`)
      : found.fault(
          `${which} does not answer: see that it runs, and that REDIS_URL names its address, user and password.`,
        );
  });
  return [...nodes, ...(answered.includes(true) ? await tryQueue(redisUrls.join(',')) : [])];
}

/** Does what the queue does, with all nodes together. */
async function tryQueue(url: string): Promise<Finding[]> {
  const backend = openQueueBackend({ kind: 'redis', url }, () => undefined);
  try {
    return await examine('Queue', 'Redis takes what is written.', () => backend.ping());
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
  // Said through the refused promise already.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return true;
  } catch (error) {
    // A node that refuses has answered; what it refuses is said by trying.
    return error instanceof ReplyError;
  } finally {
    client.disconnect();
  }
}

/** Whether the address that Slack and Teams are told leads to a running Polsslag. */
async function examinePublicUrl({ publicUrl }: Config): Promise<Finding[]> {
  if (publicUrl === null) {
    return [
      found.hint('PUBLIC_URL: not set; Slack (without Socket Mode) and Teams need an address that they can reach.'),
    ];
  }
  try {
    const response = await fetch(`${publicUrl}/healthz`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    if (response.ok) return [found.ok('PUBLIC_URL: Polsslag answers there.')];
    return [found.fault(`PUBLIC_URL: something else answers there (status ${response.status}): see where it leads.`)];
  } catch {
    return [found.fault('PUBLIC_URL: nothing answers there: start Polsslag, and see that the address leads to it.')];
  }
}
