import { describe } from '@jest/globals';

/** The run's Redis; absent where the machine has no redis-server. */
export const redisUrl: string | undefined = process.env['TEST_REDIS_URL'];

/** A suite that needs Redis: reported as skipped, never as passed, where there is none. */
export const describeWithRedis = redisUrl ? describe : describe.skip;
