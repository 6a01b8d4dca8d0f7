import { createServer, type Server } from 'node:net';
import { PolsslagError } from './errors.ts';

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listenOn(probe, '127.0.0.1', 0);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

/**
 * @returns the port; the one that the system chose when 0 was asked
 * @throws PolsslagError UNAVAILABLE when it is taken
 */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const advice = 'set PORT to a free one';
      reject(new PolsslagError('UNAVAILABLE', `Port ${port} cannot be opened on ${host}: ${advice}.`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}
