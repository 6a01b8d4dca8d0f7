import { randomUUID } from 'node:crypto';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { PolsslagError } from '../errors.ts';

export type RedisClient = Redis | Cluster;

/**
 * After waiting this long for a command, in milliseconds, a connection is replaced: its other end may be gone without
 * notice. It is longer than BullMQ's own waits for the next job, which take ten seconds at most.
 */
const SILENT_MS = 15_000;

interface KeepOptions {
  /** Replaces `SILENT_MS`. */
  readonly silentMs?: number;
  /** A connection that is lost after this was aborted is not opened again, and the commands that wait for it fail. */
  readonly ending?: AbortSignal;
}

/** @param retries how often a command is retried over lost connections; null for no limit */
export function openRedis(
  url: string,
  retries: number | null,
  onError: (error: Error) => void,
  { silentMs = SILENT_MS, ending }: KeepOptions = {},
): RedisClient {
  const [first, ...others] = url.split(',').map((node) => new URL(node.trim()));
  if (!first) throw new RangeError('a Redis url is needed');
  const retryStrategy = (attempt: number) => (ending?.aborted ? null : reconnectDelayMs(attempt));
  const kept = { maxRetriesPerRequest: retries, socketTimeout: silentMs, retryStrategy };
  const client = others.length === 0 ? openNode(first, kept) : openCluster(first, [first, ...others], kept);
  client.on('error', onError);
  return client;
}

type WaitOptions = Pick<RedisOptions, 'maxRetriesPerRequest' | 'socketTimeout'> & {
  readonly retryStrategy: (attempt: number) => number | null;
};

function openNode(url: URL, kept: WaitOptions): Redis {
  return new Redis(url.href, { ...kept, reconnectOnError: isOfCopy });
}

/**
 * A server that became a replica keeps its connections; only a new connection reaches the master behind the same
 * address.
 */
function isOfCopy({ message }: Error): boolean {
  return message.includes('READONLY');
}

function openCluster(first: URL, nodes: readonly URL[], { retryStrategy, ...kept }: WaitOptions): Cluster {
  // Only a URL puts brackets round an address of IPv6; the client would look it up as a name with them.
  const addresses = nodes.map(({ hostname, port }) => {
    return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379) };
  });
  return new Cluster(addresses, {
    clusterRetryStrategy: retryStrategy,
    redisOptions: {
      ...kept,
      ...(first.username && { username: decodeURIComponent(first.username) }),
      ...(first.password && { password: decodeURIComponent(first.password) }),
      ...(first.protocol === 'rediss:' && { tls: {} }),
    },
  });
}

function reconnectDelayMs(attempt: number): number {
  return Math.min(2_000, 50 * 2 ** Math.min(attempt, 10));
}

/** Errors of a Redis that answers but cannot be used: the first word of the error, and what to do. */
const TROUBLES: Readonly<Record<string, string>> = {
  MOVED:
    'is one node of a Redis Cluster, and not the one that would keep our keys: name several of its nodes in REDIS_URL, with commas between',
  CLUSTERDOWN: 'is a cluster that is not whole: see that all its nodes run',
  READONLY: 'is a copy that takes no writes: name the master in REDIS_URL',
  OOM: 'is full: give it more memory, or remove from it what other programs stored',
  MISCONF: 'cannot save to its disk and so takes no writes: see its log',
  NOAUTH: 'wants a password: put it in REDIS_URL',
  WRONGPASS: 'refuses the user or the password of REDIS_URL',
  NOPERM: 'does not let this user write keys that begin with {polsslag}: give it the rights',
  LOADING: 'is still reading its data: wait until it is ready',
};

/** Redis answered, and refused something that the queue needs. */
export class RedisRefusal extends PolsslagError {
  /** For a machine to read: 'redis_moved'. */
  readonly reason: string;

  constructor(word: string, advice: string, cause: unknown) {
    super('UNAVAILABLE', `Redis answers, but it ${advice}.`, { cause });
    this.reason = `redis_${word.toLowerCase()}`;
  }
}

/**
 * Writes and reads a key where the queue's keys are, as the queue would.
 * @throws RedisRefusal when Redis answers and refuses; the client's error when it does not answer
 */
export async function tryRedis(client: RedisClient, prefix: string): Promise<void> {
  const [key, value] = [`${prefix}:try:${randomUUID()}`, 'here'];
  try {
    await client.set(key, value, 'EX', 60);
    const read = await client.get(key);
    await client.del(key);
    if (read !== value) throw new Error('what was written is not there');
  } catch (error) {
    const word = error instanceof Error ? (/^[A-Z]+/.exec(error.message)?.[0] ?? '') : '';
    const advice = TROUBLES[word];
    throw advice === undefined ? error : new RedisRefusal(word, advice, error);
  }
}
