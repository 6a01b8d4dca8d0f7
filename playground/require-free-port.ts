import { createServer } from 'node:net';
import { listenOn } from '../src/free-port.ts';

/**
 * For whoever must know before anything else is begun.
 * @throws PolsslagError UNAVAILABLE when the port is taken
 */
export async function requireFreePort(host: string, port: number): Promise<void> {
  const probe = createServer();
  await listenOn(probe, host, port);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}
