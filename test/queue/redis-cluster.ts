import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { freePort, listenOn } from '../../src/free-port.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { waitUntil } from '../wait-until.ts';

export interface RedisCluster {
  /** The addresses of the nodes, separated by commas. */
  readonly url: string;
  stop(): Promise<void>;
}

const NODES = 3;
const SLOTS = 16_384;

/**
 * The number of attempts. Another program may take a free port, or the port of the cluster bus, before a node opens it.
 */
const MAX_ATTEMPTS = 5;

/** Starts three redis-server processes on the loopback address that form one cluster. */
export async function startRedisCluster(): Promise<RedisCluster> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startNodes();
    } catch (error) {
      if (tries === MAX_ATTEMPTS) throw error;
    }
  }
}

async function startNodes(): Promise<RedisCluster> {
  const folder = makeTemporaryFolder('cluster');
  const ports = await Promise.all(Array.from({ length: NODES }, freeNodePort));
  const servers = ports.map((port) => startNode(port, folder));
  const stop = async () => {
    await Promise.all(servers.map(stopNode));
    rmSync(folder, { recursive: true, force: true });
  };
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
      await waitUntil(async () => String(await client.cluster('INFO')).includes('cluster_state:ok'));
    }
    if (servers.some(({ exitCode }) => exitCode !== null)) throw new Error('a node ended');
  } catch (error) {
    await stop();
    throw error;
  } finally {
    for (const client of clients) client.disconnect();
  }
  return {
    url: ports.map((port) => `redis://127.0.0.1:${port}`).join(','),
    stop,
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

/** Finds a free port whose cluster bus port (10,000 higher) is valid and free too. */
async function freeNodePort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port < 55_000 && (await isFree(port + 10_000))) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await listenOn(probe, '127.0.0.1', port);
    return true;
  } catch {
    return false;
  } finally {
    probe.close();
  }
}
