import { Cluster, Redis } from 'ioredis';

export type RedisClient = Redis | Cluster;

/**
 * Connects to one Redis, or to a cluster when the url names several nodes separated by commas.
 * @param retries how often a command is tried over lost connections; null for ever
 */
export function openRedis(url: string, retries: number | null, onError: (error: Error) => void): RedisClient {
  const [first, ...others] = url.split(',').map((node) => new URL(node.trim()));
  if (!first) throw new RangeError('a Redis url is needed');
  const client = others.length === 0 ? openNode(first, retries) : openCluster(first, [first, ...others], retries);
  client.on('error', onError);
  return client;
}

function openNode(url: URL, retries: number | null): Redis {
  return new Redis(url.href, { maxRetriesPerRequest: retries, retryStrategy: reconnectDelayMs });
}

function openCluster(first: URL, nodes: readonly URL[], retries: number | null): Cluster {
  const addresses = nodes.map((node) => ({ host: node.hostname, port: Number(node.port || 6379) }));
  return new Cluster(addresses, {
    clusterRetryStrategy: reconnectDelayMs,
    redisOptions: {
      maxRetriesPerRequest: retries,
      ...(first.username && { username: decodeURIComponent(first.username) }),
      ...(first.password && { password: decodeURIComponent(first.password) }),
      ...(first.protocol === 'rediss:' && { tls: {} }),
    },
  });
}

function reconnectDelayMs(attempt: number): number {
  return Math.min(2_000, 50 * 2 ** Math.min(attempt, 10));
}
