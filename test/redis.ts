import { describe } from '@jest/globals';

/**
 * The address of the run's Redis; undefined on a machine without redis-server. Every worker of Jest has its own
 * database, because suites that run side by side empty theirs.
 */
export const redisUrl: string | undefined = process.env['TEST_REDIS_URL']
  ? `${process.env['TEST_REDIS_URL']}/${process.env['JEST_WORKER_ID'] ?? '0'}`
  : undefined;

/** Describes a suite that needs Redis; without it the suite is reported as skipped and never as passed. */
export const describeWithRedis = redisUrl ? describe : describe.skip;
