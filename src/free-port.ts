import { createServer, isIPv6, type Server } from 'node:net';
import { PolsslagError, systemErrorCode } from './errors.ts';

/** Finds a port that is free now on 127.0.0.1. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  const port = await listenOn(probe, '127.0.0.1', 0);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return port;
}

const OWN_ADDRESS = 'set HOST to an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them';
const ADVICE: Readonly<Record<string, string>> = {
  EADDRINUSE: 'set PORT to a free one',
  EACCES: 'ports below 1024 are for the administrator; set PORT to a higher one',
  EADDRNOTAVAIL: OWN_ADDRESS,
  ENOTFOUND: OWN_ADDRESS,
};

/**
 * @returns the port; for 0 the one that the system chose
 * @throws PolsslagError UNAVAILABLE when the port is taken, or may not be opened there
 */
export function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const advice = ADVICE[systemErrorCode(cause) ?? ''] ?? 'set HOST and PORT to others';
      reject(new PolsslagError('UNAVAILABLE', `Port ${port} cannot be opened on ${host}: ${advice}.`, { cause }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(address && typeof address === 'object' ? address.port : port);
    });
  });
}

const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/**
 * The address at which this machine reaches a server of its own, without a slash at the end. A wildcard host becomes the
 * loopback address, and IPv6 is put in brackets.
 */
export function localUrl(host: string, port: number): string {
  const named = LOOPBACK[host] ?? host;
  return `http://${isIPv6(named) ? `[${named}]` : named}:${port}`;
}
