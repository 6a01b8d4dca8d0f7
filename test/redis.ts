import { describe } from '@jest/globals';

/**
 * The run's Redis; absent where the machine has no redis-server. Every worker of Jest has a database of its own, because
 * suites that run side by side empty theirs.
 */
export const redisUrl: string | undefined = process.env['TEST_REDIS_URL']
  ? `${process.env['TEST_REDIS_URL']}/${process.env['JEST_WORKER_ID'] ?? '0'}`
  : undefined;

/** A suite that needs Redis: reported as skipped, never as passed, where there is none. */
export const describeWithRedis = redisUrl ? describe : describe.skip;
