import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { SocketModeClient } from '@slack/socket-mode';
import pino from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { quietLogger, webClientOptions } from '../../../src/platforms/slack/client.ts';
import { keepSocket, type Socket } from '../../../src/platforms/slack/keep-socket.ts';
import { waitUntil } from '../../wait-until.ts';

const log = pino({ level: 'silent' });
let server: Server;
let sockets: WebSocket[];
let kept: Socket;
let troubles: string[];

beforeEach(async () => {
  sockets = [];
  troubles = [];
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, url: address('ws') }));
  });
  // The first connection is accepted and gets no message.
  new WebSocketServer({ server }).on('connection', (socket) => {
    if (sockets.push(socket) > 1) socket.send(JSON.stringify({ type: 'hello' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const options = { slackApiUrl: `${address('http')}/api/`, timeoutMs: 5_000, log };
  const client = new SocketModeClient({
    appToken: 'xapp-1',
    logger: quietLogger(log),
    clientOptions: webClientOptions(options),
    autoReconnectEnabled: false,
  });
  kept = keepSocket(client, ({ message }) => troubles.push(message), 300);
});
afterEach(async () => {
  kept.stop();
  await waitUntil(() => open().length === 0);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function address(scheme: 'http' | 'ws'): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening');
  return `${scheme}://127.0.0.1:${bound.port}`;
}
const open = () => sockets.filter(({ readyState, OPEN }) => readyState === OPEN);

it('closes a connection that was not ready in time before it opens the next', async () => {
  await kept.start();
  await waitUntil(() => sockets.length >= 2);
  // On a slow machine the next one may be too late as well, and is not left open either.
  await waitUntil(() => open().length === 1 && open()[0] === sockets.at(-1));
  expect(new Set(troubles)).toEqual(new Set(['timeout']));
  // One for each that was given up.
  expect(troubles.length).toBeGreaterThanOrEqual(sockets.length - 1);
});

it('opens none after it was stopped, also while one is being opened', async () => {
  for (const afterMs of [0, 1, 20, 100]) {
    const starting = kept.start();
    await sleep(afterMs);
    kept.stop();
    await starting;
  }
  await sleep(500);
  // A connection that it closed may stay open at the other end as long as a busy machine needs.
  await waitUntil(() => open().length === 0);
});
