import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createLog } from '../../src/log.ts';
import { createDeliveryLog } from '../../src/platforms/delivery-log.ts';
import { end, receivePosts } from '../../src/platforms/receive-posts.ts';
import { startWebServer, type WebServer } from '../../src/web/server.ts';
import { waitUntil } from '../wait-until.ts';

const SECRET = 'Anna de Wit';
const LIMIT = 256 * 1024;
let server: WebServer;
let logged = '';
let taken: string[] = [];

beforeEach(async () => {
  [logged, taken] = ['', []];
  const log = createLog('debug', {
    write: (line) => {
      logged += line;
    },
  });
  const take: Parameters<typeof receivePosts>[1] = async ({ text, headers }, response) => {
    taken.push(text);
    if (headers['x-fails']) throw new TypeError(text);
    end(response, 204);
  };
  const deliveryLog = createDeliveryLog(log, 'slack');
  const endpoints = [
    receivePosts('/here', take, 503, deliveryLog),
    receivePosts('/impatient', take, 503, deliveryLog, 50),
  ];
  server = await startWebServer([], { host: '127.0.0.1', port: 0, log, endpoints });
});
afterEach(() => server.close());

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/here`, { method: 'POST', body, headers });

/** Posts without a declared length. @returns the status */
function postInPieces(pieces: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}/here`, { method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

it('passes posted bodies on, also in chunks, up to the limit', async () => {
  expect((await post('één €')).status).toBe(204);
  expect(await postInPieces(['één', ' €'])).toBe(204);
  expect((await post('x'.repeat(LIMIT))).status).toBe(204);
  expect(taken.map((text) => text.slice(0, 5))).toEqual(['één €', 'één €', 'xxxxx']);
});

it('refuses bodies that are too long, declared or not, compressed bodies, and other methods', async () => {
  expect((await post('x'.repeat(LIMIT + 1))).status).toBe(413);
  expect(await postInPieces([SECRET, 'x'.repeat(LIMIT)])).toBe(413);
  expect((await post(new Uint8Array(gzipSync(SECRET)), { 'content-encoding': 'gzip' })).status).toBe(415);
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const response = await fetch(`${server.url}/here`, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  }
  expect(taken).toEqual([]);
  expect(logged).not.toContain(SECRET);
});

/** Sends texts over one connection, one after the other. @returns the answers */
async function sayOver(...said: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let heard = '';
  socket.on('data', (data) => {
    heard += data;
  });
  for (const each of said) socket.write(each);
  await waitUntil(() => heard.includes(' 204 ')).catch(() => undefined);
  socket.destroy();
  return heard;
}

const NEXT = 'POST /here HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok';

it('serves the next request of a connection on which one was too long', async () => {
  const chunk = `${LIMIT.toString(16)}\r\n${'x'.repeat(LIMIT)}\r\n`;
  const head = 'POST /here HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n';
  const heard = await sayOver(head, chunk, chunk, chunk, '0\r\n\r\n', NEXT);
  expect(heard).toContain('HTTP/1.1 413 ');
  expect(heard).toContain('HTTP/1.1 204 ');
});

it('cuts the connection of a client that does not send the rest of a body, and accepts bodies that come in time', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let isCut = false;
  socket
    .on('error', () => undefined)
    .on('close', () => {
      isCut = true;
    });
  socket.write('POST /impatient HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\nthe beginning');
  await waitUntil(() => isCut);
  expect(logged).toContain('"code":"bad_body"');
  expect(await sayOver(NEXT.replace('/here', '/impatient'))).toContain('HTTP/1.1 204 ');
  expect(taken).toEqual(['ok']);
});

it('is found by its full address, as a proxy may send it, and accepts "identity" as content encoding', async () => {
  expect(await sayOver(NEXT.replace('/here', 'http://polsslag.example/here?a=b'))).toContain('HTTP/1.1 204 ');
  for (const encoding of ['Identity', '']) {
    const said = NEXT.replace('Host: a', `Host: a\r\nContent-Encoding: ${encoding}`);
    expect(await sayOver(said)).toContain('HTTP/1.1 204 ');
  }
});

it('reports our own failures to the platform by a status, without the message', async () => {
  const response = await post(SECRET, { 'x-fails': 'yes' });
  expect([response.status, await response.text()]).toEqual([503, '']);
  expect(logged).toContain('TypeError');
  expect(logged).not.toContain(SECRET);
});
