import { z } from 'zod';
import type { PlatformConnections } from '../../src/app/platforms.ts';
import { type Config, readConfig } from '../../src/config.ts';
import { type SealKey, seal } from '../../src/secrets/seal.ts';

/** Keys and secrets of the benchmark. They protect nothing and are the same in every run. */
export const SIGNING_SECRET = '5e7be9c0000000000000000000000000';
export const BOT_TOKEN = 'xoxb-bench';
const KEY: SealKey = { id: 'bench', key: Buffer.alloc(32, 7) };
/** The key that signs the addresses of pictures. */
export const PICTURE_KEY = KEY.key;

/** The sealed token for the rows of workspaces. */
export function sealedBotToken(): string {
  return seal(BOT_TOKEN, [KEY]);
}

/** The options of a process of either side. */
export const processOptionsSchema = z.object({
  databaseUrl: z.string(),
  redisUrl: z.string(),
  /** The address of the Slack stub, without a slash at the end. */
  slackUrl: z.string(),
});
export type ProcessOptions = z.infer<typeof processOptionsSchema>;

/** The configuration of our side. Nothing is scheduled during a benchmark. */
export function configOf({ databaseUrl, redisUrl }: ProcessOptions): Config {
  return readConfig({
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    POLSSLAG_PLATFORMS: 'slack',
    POLSSLAG_KEYS: `${KEY.id}:${KEY.key.toString('base64')}`,
    POLSSLAG_CHECK_IN_SCHEDULE: '0 3 1 1 *',
    POLSSLAG_PUBLICATION_SCHEDULE: '0 3 1 1 *',
    PORT: '0',
    LOG_LEVEL: 'silent',
  });
}

/** Connects Slack to the stub; Teams is off. */
export function connectionsOf({ slackUrl }: ProcessOptions): PlatformConnections {
  const slack = { signingSecret: SIGNING_SECRET, appToken: null, botToken: null, apiUrl: `${slackUrl}/api/` };
  return { slack, teams: null };
}
