import { Redis } from 'ioredis';
import type { Database } from '../../src/database/client.ts';

/** Finds words in any column of any table in any schema, including BullMQ's. @returns matches as 'table: word' */
export async function findInDatabase({ prisma }: Database, words: readonly string[]): Promise<string[]> {
  const tables = await prisma.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await prisma.$queryRawUnsafe<{ text: string }[]>(`SELECT row::text AS text FROM ${name} AS row`);
    found.push(...tracesIn(name, rows.map(({ text }) => text).join('\n'), words));
  }
  return found;
}

/** Finds words in any key of Redis, whatever its type. @returns matches as 'key: word' */
export async function findInRedis(url: string, words: readonly string[]): Promise<string[]> {
  const redis = new Redis(url);
  try {
    const found: string[] = [];
    for (const key of await redis.keys('*')) {
      found.push(...tracesIn(key, `${key}\n${JSON.stringify(await readKey(redis, key))}`, words));
    }
    return found;
  } finally {
    redis.disconnect();
  }
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}

/** Matches whole words: 'p1' is not found in 'p10'. */
function tracesIn(place: string, text: string, words: readonly string[]): string[] {
  return words
    .filter((word) => new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`, 'u').test(text))
    .map((word) => `${place}: ${word}`);
}

function escaped(word: string): string {
  return word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
