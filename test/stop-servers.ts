import { rmSync } from 'node:fs';
import { servers } from './servers.ts';

/** Stops the servers of the run, also after a failed run. */
export default async function stopServers(): Promise<void> {
  await servers.redis?.close();
  await servers.postgres?.close();
  for (const folder of servers.folders) rmSync(folder, { recursive: true, force: true });
  servers.redis = undefined;
  servers.postgres = undefined;
}
