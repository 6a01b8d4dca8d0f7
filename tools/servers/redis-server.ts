import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { PolsslagError } from '../../src/errors.ts';
import { freePort } from '../../src/free-port.ts';

/** A redis-server for measurements and tests. It stores nothing on disk: after a restart it is empty. */
export interface RedisServer {
  readonly url: string;
  /** Kills it and starts another on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a redis-server. @throws PolsslagError UNAVAILABLE when it is not on the PATH or does not start */
export async function startRedis(folder: string): Promise<RedisServer> {
  let port = await freePort();
  let child = await start(port, folder);
  // Another program may have taken the free port before Redis opens it.
  for (let tries = 1; child === null && tries < PORT_TRIES; tries += 1) {
    port = await freePort();
    child = await start(port, folder);
  }
  if (child === null) throw notStarted();
  let running = child;
  return {
    url: addressOf(port),
    async restart() {
      await end(running);
      const next = await start(port, folder);
      if (next === null) throw notStarted();
      running = next;
    },
    close: () => end(running),
  };
}

const PORT_TRIES = 5;
/** A minute and more, for a busy machine. */
const MAX_POLLS = 2_400;
const notStarted = () =>
  new PolsslagError('UNAVAILABLE', 'redis-server did not start: run it by hand to see why, then try again.');

const addressOf = (port: number) => `redis://127.0.0.1:${port}`;

/** @returns null when it ended by itself, for example because its port was taken */
async function start(port: number, folder: string): Promise<ChildProcess | null> {
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const failure = { missing: false };
  child.once('error', () => {
    failure.missing = true;
  });
  for (let tries = 0; tries < MAX_POLLS; tries += 1) {
    if (failure.missing) {
      throw new PolsslagError('UNAVAILABLE', 'redis-server is missing: install Redis, and see that it is on the PATH.');
    }
    if (child.exitCode !== null) return null;
    if (await isAnswering(port)) return child;
    await sleep(25);
  }
  child.kill('SIGKILL');
  throw notStarted();
}

async function isAnswering(port: number): Promise<boolean> {
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
