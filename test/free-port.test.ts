import { createServer } from 'node:net';
import { expect, it } from '@jest/globals';
import { listenOn } from '../src/free-port.ts';

it.each([
  ['EADDRINUSE', 'set PORT to a free one.'],
  ['EACCES', 'ports below 1024 are for the administrator; set PORT to a higher one.'],
  ['EADDRNOTAVAIL', 'set HOST to an address of this machine'],
  ['ENOTFOUND', 'set HOST to an address of this machine'],
  ['EPERM', 'set HOST and PORT to others.'],
])('tells what to do about a port that cannot be opened for %s', async (code, advice) => {
  const server = createServer();
  const opening = listenOn(server, '127.0.0.1', 0);
  server.emit('error', Object.assign(new Error('refused'), { code }));
  await expect(opening).rejects.toThrow(`Port 0 cannot be opened on 127.0.0.1: ${advice}`);
  server.close();
});

it('reports that a HOST is not an address of this machine', async () => {
  await expect(listenOn(createServer(), '192.0.2.1', 0)).rejects.toThrow('on 192.0.2.1: set HOST');
});
