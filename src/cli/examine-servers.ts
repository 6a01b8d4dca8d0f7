import { Redis, ReplyError } from 'ioredis';
import type { Config } from '../config.ts';
import { openQueueBackend } from '../queue/backend.ts';
import { examine, type Finding, fault, hint, ok } from './finding.ts';

const TIMEOUT_MS = 5_000;

/** Whether every Redis node answers; without one the queue is in the database. */
export async function examineQueue({ redisUrls, production }: Config): Promise<Finding[]> {
  if (redisUrls.length === 0) {
    const text = 'Queue: it runs on the database';
    return [production ? hint(`${text}; with more than one process, set REDIS_URL.`) : ok(`${text}.`)];
  }
  const answered = await Promise.all(redisUrls.map(ping));
  const nodes = answered.map((itAnswers, index) => {
    const which = redisUrls.length === 1 ? 'Queue: Redis' : `Queue: Redis node ${index + 1}`;
    return itAnswers
      ? ok(`${which} answers.`)
      : fault(`${which} does not answer: see that it runs, and that REDIS_URL names its address, user and password.`);
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
