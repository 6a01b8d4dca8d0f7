import { z } from 'zod';
import { type Config, readConfig } from '../../src/config.ts';
import type { SealKey } from '../../src/secrets/seal.ts';

/** Seals the simulated tokens. It protects nothing and is the same in every run. */
export const KEY: SealKey = { id: 'chaos', key: Buffer.alloc(32, 7) };

/** The longest time that a simulated platform takes to accept or to answer, in milliseconds. */
export const MAX_DELAY_MS = 1_500;

/** Check-ins are due every minute, so that a request to plan never comes too early. */
const EVERY_MINUTE = '* * * * *';

/** The options of a process. */
export const processOptionsSchema = z.object({
  /** Sent with every request that the process makes. */
  name: z.string(),
  role: z.enum(['web', 'worker']),
  databaseUrl: z.string(),
  /** Null when the queue is on PostgreSQL. */
  redisUrl: z.string().nullable(),
  /** Milliseconds that its clock is ahead, so that the wave is sent on a day without a holiday. */
  aheadMs: z.number(),
  logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']),
  connections: z.object({
    slack: z.object({ signingSecret: z.string(), appToken: z.null(), botToken: z.null(), apiUrl: z.string() }),
    teams: z.object({
      type: z.literal('SingleTenant'),
      appId: z.string(),
      appPassword: z.string(),
      tenantId: z.string(),
      endpoints: z.object({
        loginUrl: z.string(),
        oauthScope: z.string(),
        tokenIssuer: z.string(),
        openIdMetadata: z.string(),
      }),
    }),
  }),
});
export type ProcessOptions = z.infer<typeof processOptionsSchema>;

/** The message of a process that is ready. */
export const readySchema = z.object({ url: z.string() });

/** The configuration of a process. The run itself starts the wave. */
export function configOf({ databaseUrl, redisUrl, logLevel }: ProcessOptions): Config {
  return readConfig({
    DATABASE_URL: databaseUrl,
    ...(redisUrl !== null && { REDIS_URL: redisUrl }),
    POLSSLAG_KEYS: `${KEY.id}:${KEY.key.toString('base64')}`,
    POLSSLAG_CHECK_IN_SCHEDULE: EVERY_MINUTE,
    POLSSLAG_PUBLICATION_SCHEDULE: '0 3 1 1 *',
    PORT: '0',
    LOG_LEVEL: logLevel,
  });
}
