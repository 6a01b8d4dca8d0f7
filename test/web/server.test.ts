import { request } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import express, { type RequestHandler, Router } from 'express';
import type { Endpoint } from '../../src/endpoint.ts';
import { createLog } from '../../src/log.ts';
import { startWebServer, type WebServer } from '../../src/web/server.ts';

const SECRET = 'Anna de Wit';
let servers: WebServer[] = [];
let logged = '';

afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
  logged = '';
});

const start = (...routers: RequestHandler[]) => startWith([], ...routers);

async function startWith(endpoints: readonly Endpoint[], ...routers: RequestHandler[]): Promise<string> {
  const log = createLog('debug', {
    write: (line) => {
      logged += line;
    },
  });
  const server = await startWebServer(routers, { host: '127.0.0.1', port: 0, log, endpoints });
  servers.push(server);
  return server.url;
}

/** Posts a body without a declared length. @returns the status */
function postInPieces(url: string, pieces: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json' } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

describe('the web server', () => {
  it('puts the same precautions on every answer', async () => {
    const url = await start(Router().get('/here', (_request, response) => void response.send('here')));
    for (const path of ['/here', '/nowhere']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('answers 404 where nothing is, and repeats nothing of what came', async () => {
    const url = await start();
    const response = await fetch(`${url}/${encodeURIComponent(SECRET)}`, { method: 'POST', body: SECRET });
    expect([response.status, await response.text()]).toEqual([404, '']);
    expect(logged).toBe('');
  });

  it('answers 413 to a body over the limit on any route, also where nothing is', async () => {
    const reached: string[] = [];
    const url = await start(
      Router().post('/here', (request, response) => {
        reached.push(request.path);
        response.end();
      }),
    );
    const body = 'x'.repeat(256 * 1024 + 1);
    for (const path of ['/here', '/nowhere', '/slack/events']) {
      const response = await fetch(url + path, { method: 'POST', body });
      expect([response.status, await response.text()]).toEqual([413, '']);
    }
    expect(reached).toEqual([]);
    expect((await fetch(`${url}/here`, { method: 'POST', body: body.slice(1) })).status).toBe(200);
  });

  it('answers 400 to what cannot be read, and 413 where only the reader notices the length', async () => {
    const router = Router()
      .post('/json', express.json({ limit: 10 }), (_request, response) => void response.end())
      .get('/of/:name', (_request, response) => void response.end());
    const url = await start(router);
    const headers = { 'content-type': 'application/json' };
    const unreadable = await fetch(`${url}/json`, { method: 'POST', body: `"${SECRET.slice(0, 4)}`, headers });
    expect([unreadable.status, await unreadable.text()]).toEqual([400, '']);
    expect(await postInPieces(`${url}/json`, [`["${SECRET}`, `${SECRET}"]`])).toBe(413);
    expect((await fetch(`${url}/of/%E0%A4%A`)).status).toBe(400);
    expect(logged).toBe('');
  });

  it('answers 500 to a fault of our own, and tells neither the sender nor the log what it says', async () => {
    const url = await start(() => {
      throw new TypeError(SECRET);
    });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(JSON.parse(logged)).toMatchObject({ code: 'TypeError', msg: 'request failed' });
    expect(logged).not.toContain(SECRET);
  });

  it('serves an endpoint before everything else, as Express would compare its path', async () => {
    const endpoint: Endpoint = {
      path: '/slack/events',
      serve: async (request, response) => void response.end(request.method),
    };
    const url = await startWith([endpoint], () => {
      throw new TypeError(SECRET);
    });
    for (const path of ['/slack/events', '/Slack/Events/', '/slack/events?a=b']) {
      const response = await fetch(url + path, { method: 'POST' });
      expect([response.status, await response.text()]).toEqual([200, 'POST']);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    for (const path of ['/slack', '/slack/events/more', '/slack/eventss', '/']) {
      expect((await fetch(url + path, { method: 'POST' })).status).toBe(500);
    }
  });

  it('answers 500 to an endpoint that fails, and tells neither the sender nor the log what it says', async () => {
    const endpoint: Endpoint = { path: '/api/messages', serve: () => Promise.reject(new TypeError(SECRET)) };
    const response = await fetch(`${await startWith([endpoint])}/api/messages`, { method: 'POST', body: SECRET });
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(JSON.parse(logged)).toMatchObject({ code: 'TypeError', msg: 'request failed' });
    expect(logged).not.toContain(SECRET);
  });

  it('logs the code of what failed, for the name of an error of the system or the database says nothing', async () => {
    const refused = Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' });
    const endpoint: Endpoint = { path: '/api/messages', serve: () => Promise.reject(refused) };
    await fetch(`${await startWith([endpoint])}/api/messages`, { method: 'POST' });
    expect(JSON.parse(logged)).toMatchObject({ code: 'ECONNREFUSED', msg: 'request failed' });
    expect(logged).not.toContain(SECRET);
  });

  it.each(['::', '::1', '0.0.0.0'])('tells an address at which it is reached when it listens on %s', async (host) => {
    const server = await startWebServer([], { host, port: 0, log: createLog('silent') });
    servers.push(server);
    expect((await fetch(server.url)).status).toBe(404);
  });

  it('leaves a connection open longer than any proxy does: a tap on one that closes would be lost', async () => {
    const response = await fetch(`${await start()}/nowhere`);
    const seconds = Number(/^timeout=(\d+)$/.exec(response.headers.get('keep-alive') ?? '')?.[1]);
    // Caddy's two minutes are the longest of the common proxies.
    expect(seconds).toBeGreaterThan(120);
  });

  it('says which port is taken', async () => {
    const port = Number(new URL(await start()).port);
    const taken = startWebServer([], { host: '127.0.0.1', port, log: createLog('silent') });
    await expect(taken).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining(String(port)) });
  });
});
