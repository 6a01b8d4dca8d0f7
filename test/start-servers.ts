import { existsSync } from 'node:fs';
import path from 'node:path';
import { openEmbedded } from '../src/database/embedded.ts';
import { startRedis } from '../tools/servers/redis-server.ts';
import { build } from './built.ts';
import {
  DATABASE,
  makeDataFolderToCopy,
  makeFolderForData,
  makeUsedDataFolder,
  removeLeftovers,
} from './data-folder.ts';
import { servers } from './servers.ts';

/** Builds the product, and starts one PostgreSQL with a migrated template and one Redis for all test files of a run. */
export default async function startServers(): Promise<void> {
  if (servers.postgres) return;
  build();
  removeLeftovers();
  const folder = makeFolderForData('test');
  makeDataFolderToCopy(path.join(folder, 'made'));
  const dataDir = makeUsedDataFolder('test');
  servers.folders = [folder, dataDir];
  servers.postgres = await openEmbedded(dataDir);
  process.env['TEST_DATABASE_TEMPLATE'] = await servers.postgres.database(DATABASE);
  await startRedisIfThere(dataDir);
}

/** Without redis-server, the suites that need it are reported as skipped. */
async function startRedisIfThere(folder: string): Promise<void> {
  if (!['/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'].some((bin) => existsSync(`${bin}/redis-server`))) return;
  servers.redis = await startRedis(folder);
  process.env['TEST_REDIS_URL'] = servers.redis.url;
}
