import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { PolsslagError } from '../../src/errors.ts';
import { freePort } from '../../src/free-port.ts';

/** A redis-server of one's own, for measuring and trying. It keeps nothing: after a restart it is empty. */
export interface RedisServer {
  readonly url: string;
  /** Kills it and starts another one in its place. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** @throws PolsslagError UNAVAILABLE when there is no redis-server on the PATH */
export async function startRedis(folder: string): Promise<RedisServer> {
  const port = await freePort();
  let child = await start(port, folder);
  return {
    url: addressOf(port),
    async restart() {
      await end(child);
      child = await start(port, folder);
    },
    close: () => end(child),
  };
}

const addressOf = (port: number) => `redis://127.0.0.1:${port}`;

async function start(port: number, folder: string): Promise<ChildProcess> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const failure = { missing: false };
  child.once('error', () => {
    failure.missing = true;
  });
  for (let tries = 0; tries < 400; tries += 1) {
    if (failure.missing) {
      throw new PolsslagError('UNAVAILABLE', 'redis-server is missing: install Redis, and see that it is on the PATH.');
    }
    if (await answers(port)) return child;
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw new PolsslagError('UNAVAILABLE', 'redis-server did not start within ten seconds.');
}

async function answers(port: number): Promise<boolean> {
  const client = new Redis(addressOf(port), { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  const up = await client.connect().then(
    () => true,
    () => false,
  );
  client.disconnect();
  return up;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
