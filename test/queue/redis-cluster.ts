import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { Redis } from 'ioredis';
import { freePort } from '../../src/free-port.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { until } from '../fakes/until.ts';

export interface RedisCluster {
  /** The nodes, separated by commas. */
  readonly url: string;
  stop(): Promise<void>;
}

const NODES = 3;
const SLOTS = 16_384;

/** Three redis-server processes on the loopback address that form one cluster. */
export async function startRedisCluster(): Promise<RedisCluster> {
  const folder = makeTemporaryFolder('cluster');
  const ports = await Promise.all(Array.from({ length: NODES }, freeNodePort));
  const servers = ports.map((port) => startNode(port, folder));
  const clients = ports.map((port) => new Redis(port, '127.0.0.1'));
  for (const client of clients) client.on('error', () => undefined);
  try {
    for (const [index, client] of clients.entries()) {
      const share = (n: number) => Math.floor((n * SLOTS) / NODES);
      await client.cluster('ADDSLOTSRANGE', share(index), share(index + 1) - 1);
      await client.cluster('SET-CONFIG-EPOCH', index + 1);
    }
    for (const port of ports.slice(1)) await clients[0]?.call('CLUSTER', 'MEET', '127.0.0.1', String(port));
    for (const client of clients) {
      await until(async () => String(await client.cluster('INFO')).includes('cluster_state:ok'));
    }
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    url: ports.map((port) => `redis://127.0.0.1:${port}`).join(','),
    async stop() {
      await Promise.all(servers.map(stopNode));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function startNode(port: number, folder: string): ChildProcess {
  const cluster = ['--cluster-enabled', 'yes', '--cluster-config-file', `nodes-${port}.conf`];
  const address = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  return spawn('redis-server', [...address, ...cluster, '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
}

async function stopNode(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exited = once(server, 'exit');
  server.kill('SIGKILL');
  await exited;
}

/** A free port whose cluster bus port (10,000 higher) is a valid one too. */
async function freeNodePort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 55_000) return port;
  }
}
