import { existsSync } from 'node:fs';
import { openEmbedded } from '../src/database/embedded.ts';
import { migrate } from '../src/database/migrate.ts';
import { startRedis } from '../tools/servers/redis-server.ts';
import { makeTemporaryFolder } from '../tools/servers/temporary-folder.ts';
import { build } from './built.ts';
import { servers } from './servers.ts';

/** Builds the product, and starts one PostgreSQL with a migrated template, and one Redis, for all test files of a run. */
export default async function startServers(): Promise<void> {
  if (servers.postgres) return;
  build();
  const dataDir = makeTemporaryFolder('test');
  servers.dataDir = dataDir;
  servers.postgres = await openEmbedded(dataDir, ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']);
  const template = await servers.postgres.database('polsslag_template');
  await migrate(template);
  process.env['TEST_DATABASE_TEMPLATE'] = template;
  await startRedisIfThere(dataDir);
}

/** Where the machine has no redis-server, suites that need it are reported as skipped. */
async function startRedisIfThere(folder: string): Promise<void> {
  if (!['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].some((bin) => existsSync(`${bin}/redis-server`))) return;
  servers.redis = await startRedis(folder);
  process.env['TEST_REDIS_URL'] = servers.redis.url;
}
