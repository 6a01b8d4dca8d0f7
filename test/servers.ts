import type { openEmbedded } from '../src/database/embedded.ts';
import type { RedisServer } from '../tools/servers/redis-server.ts';

interface Servers {
  folders: readonly string[];
  postgres: Awaited<ReturnType<typeof openEmbedded>> | undefined;
  redis: RedisServer | undefined;
}

declare global {
  var polsslagTestServers: Servers | undefined;
}

globalThis.polsslagTestServers ??= { folders: [], postgres: undefined, redis: undefined };

/** The servers of this run; one object however often Jest loads this module. */
export const servers: Servers = globalThis.polsslagTestServers;
