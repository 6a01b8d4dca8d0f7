import { rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import type { Logger } from 'pino';
import { FEATURES } from '../../src/app/features.ts';
import type { PlatformConnections } from '../../src/app/platforms.ts';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Feature } from '../../src/feature.ts';
import { createLog } from '../../src/log.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

const NOTHING: PlatformConnections = { slack: null, teams: null };

export interface RigOptions {
  readonly role?: Parameters<typeof startPolsslag>[1]['role'];
  readonly connections?: PlatformConnections;
  readonly log?: Logger;
  readonly features?: readonly Feature[];
}

export interface Rig {
  readonly running: Running;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the whole product as the composition root does, on its own port. */
export async function startRig(env: Record<string, string>, options: RigOptions = {}): Promise<Rig> {
  const { role = 'web', connections = NOTHING, log = createLog('silent'), features = FEATURES } = options;
  const folder = makeTemporaryFolder('web');
  const config: Config = readConfig({ PORT: '0', POLSSLAG_DATA_DIR: path.join(folder, 'data'), ...env });
  const running = await startPolsslag(config, { role, connections, log, features });
  return {
    running,
    url: running.url,
    stop: async () => {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A proxy to a server whose connections can be cut. */
export interface CuttableProxy {
  /** The server's address with the proxy's port. */
  readonly url: string;
  /** Cuts every connection and refuses new ones. */
  cut(): void;
  /** Accepts connections again. */
  mend(): void;
  close(): Promise<void>;
}

/** @param serverUrl the address of the server; the proxy's address differs only in the port */
export async function openCuttableProxy(serverUrl: string): Promise<CuttableProxy> {
  const server = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const proxy = createServer((near) => {
    keep(near);
    if (isCut) return near.destroy();
    const far = connect(Number(server.port), server.hostname);
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    return near;
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });
  const address = proxy.address();
  const url = new URL(serverUrl);
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () =>
      new Promise((resolve) => {
        cut();
        proxy.close(() => resolve());
      }),
  };
}
