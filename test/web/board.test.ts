import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { createDeadLetterStore } from '../../src/outbox/dead-letters.ts';
import { openQueueBackend, type QueueBackend, type QueueSettings } from '../../src/queue/backend.ts';
import { QUEUE_NAMES } from '../../src/queue/define-job.ts';
import { createBoard } from '../../src/web/board.ts';
import { createBoardGate } from '../../src/web/board-gate.ts';
import { startWebServer } from '../../src/web/server.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { startRig } from './web-rig.ts';

const PASSWORD = 'een-lang-wachtwoord';
const SIGNED_IN = signIn('polsslag', PASSWORD);

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  await test.drop();
});

function signIn(user: string, password: string): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

describe('the gate of the board', () => {
  async function behindGate(work: (url: string) => Promise<void>, gate = createBoardGate(PASSWORD)): Promise<void> {
    const inside: RequestHandler = (_request, response) => void response.send('inside');
    const server = await startWebServer([gate, inside], { host: '127.0.0.1', port: 0, log: createLog('silent') });
    try {
      await work(server.url);
    } finally {
      await server.close();
    }
  }
  const statusOf = async (url: string, headers: Record<string, string>) => (await fetch(url, { headers })).status;

  it('asks for a password, and opens for the right one', () =>
    behindGate(async (url) => {
      const asked = await fetch(url);
      expect([asked.status, await asked.text()]).toEqual([401, '']);
      expect(asked.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
      expect(await (await fetch(url, { headers: SIGNED_IN })).text()).toBe('inside');
    }));

  it('stays closed for another user, another password and anything that is no password', () =>
    behindGate(async (url) => {
      const wrong = [
        signIn('admin', PASSWORD),
        signIn('polsslag', `${PASSWORD}x`),
        signIn('polsslag', ''),
        { authorization: 'Bearer x' },
        { authorization: 'Basic %%%' },
      ];
      for (const headers of wrong) expect(await statusOf(url, headers)).toBe(401);
    }));

  const wrong = signIn('polsslag', 'geraden');

  it('takes no more tries after ten wrong ones; asking without one is no try', () =>
    behindGate(async (url) => {
      for (let tries = 0; tries < 20; tries += 1) expect(await statusOf(url, {})).toBe(401);
      for (let tries = 0; tries < 10; tries += 1) expect(await statusOf(url, wrong)).toBe(401);
      expect(await statusOf(url, wrong)).toBe(429);
      expect(await statusOf(url, SIGNED_IN)).toBe(429);
    }));

  it('keeps the operator out for a while only', () =>
    behindGate(
      async (url) => {
        await waitUntil(async () => (await statusOf(url, wrong)) === 429);
        await waitUntil(async () => (await statusOf(url, SIGNED_IN)) === 200);
      },
      createBoardGate(PASSWORD, { points: 1, duration: 1 }),
    ));

  it('keeps nobody out for what came from another address through the same proxy, or said that it did', () =>
    behindGate(async (url) => {
      const guesser = { ...wrong, 'x-forwarded-for': '203.0.113.7' };
      for (let tries = 0; tries < 10; tries += 1) expect(await statusOf(url, guesser)).toBe(401);
      expect(await statusOf(url, guesser)).toBe(429);
      // A value from the sender itself comes before what the proxy adds.
      expect(await statusOf(url, { ...wrong, 'x-forwarded-for': '198.51.100.1, 203.0.113.7' })).toBe(429);
      expect(await statusOf(url, { ...SIGNED_IN, 'x-forwarded-for': '198.51.100.9' })).toBe(200);
      expect(await statusOf(url, SIGNED_IN)).toBe(200);
    }));

  it('counts the tries of somebody in the proxy’s own network, whatever address they say that they have', () =>
    behindGate(async (url) => {
      const from = (said: number) => ({ ...wrong, 'x-forwarded-for': `198.51.100.${said}, 10.1.2.3` });
      for (let tries = 0; tries < 10; tries += 1) expect(await statusOf(url, from(tries))).toBe(401);
      expect(await statusOf(url, from(11))).toBe(429);
      expect(await statusOf(url, { ...SIGNED_IN, 'x-forwarded-for': '10.1.2.4' })).toBe(200);
    }));

  it('lets nobody change anything', () =>
    behindGate(async (url) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        expect((await fetch(url, { method, headers: SIGNED_IN })).status).toBe(405);
      }
    }));
});

const boardQueues = z.object({
  queues: z.array(
    z.object({
      name: z.string(),
      readOnlyMode: z.literal(true),
      allowRetries: z.literal(false),
      counts: z.record(z.string(), z.number()),
      jobs: z.array(
        z.object({ id: z.string(), name: z.string(), data: z.unknown(), failedReason: z.string().optional() }),
      ),
    }),
  ),
});

function describeBoard(settings: () => QueueSettings): void {
  let backend: QueueBackend;
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    backend = openQueueBackend(settings(), () => undefined);
    const queues = QUEUE_NAMES.map((name) => backend.queue(name));
    const deadLetters = createDeadLetterStore(test.database.prisma);
    const board = createBoard({ password: PASSWORD, queues, deadLetters, now: () => new Date() });
    const server = await startWebServer([board], { host: '127.0.0.1', port: 0, log: createLog('silent') });
    ({ url, close } = server);
    await backend.queue('delivery').add('deliver-lane', { lane: 'slack:T1' }, { delay: 600_000 });
  });
  afterAll(async () => {
    await close();
    for (const name of QUEUE_NAMES) await backend.queue(name).obliterate({ force: true });
    await backend.close();
  });

  async function look(path: string): Promise<unknown> {
    const response = await fetch(`${url}/board/api/${path}`, { headers: SIGNED_IN });
    expect(response.status).toBe(200);
    return response.json();
  }

  it('serves a page that fetches nothing from elsewhere and cannot be framed', async () => {
    const page = await fetch(`${url}/board/`, { headers: SIGNED_IN });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'self';.*frame-ancestors 'none'$/);
    expect(page.headers.get('x-powered-by')).toBeNull();
    const script = /src="(static\/[^"]+\.js)"/.exec(await page.text())?.[1];
    expect((await fetch(`${url}/board/${script}`, { headers: SIGNED_IN })).status).toBe(200);
    expect((await fetch(`${url}/board/${script}`)).status).toBe(401);
  });

  it('shows what waits, for looking only', async () => {
    const { queues } = boardQueues.parse(
      await look('queues?activeQueue=delivery&status=delayed&page=1&jobsPerPage=10'),
    );
    expect(queues.map(({ name }) => name)).toEqual([...QUEUE_NAMES]);
    expect(queues[0]?.counts['delayed']).toBe(1);
    expect(queues[0]?.jobs).toMatchObject([{ name: 'deliver-lane', data: { lane: 'slack:T1' } }]);
    const job = queues[0]?.jobs[0]?.id ?? '';
    await look(`queues/delivery/${job}`);
    await look('redis/stats');
    await look('job-schedulers');
  });

  it('shows messages that were given up, with the reason', async () => {
    const now = new Date();
    const { id } = await test.database.prisma.notification.create({
      data: {
        key: `check-in:${settings().kind}`,
        kind: 'check-in',
        subject: 'subject-of-a-message',
        lane: 'slack:T1',
        state: 'failed',
        reason: '<b>user_disabled',
        attempts: 3,
        notBefore: now,
        notAfter: now,
        createdAt: now,
      },
    });
    const page = await fetch(`${url}/board/dead-letters`, { headers: SIGNED_IN });
    const text = await page.text();
    expect([page.status, page.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none';.*frame-ancestors 'none'$/);
    const row = text.split('\n').find((line) => line.includes(`<code>${id}</code>`));
    expect(row).toContain('<td>check-in</td><td>slack:T1</td><td>&lt;b&gt;user_disabled</td><td>3</td>');
    expect(text).not.toContain('subject-of-a-message');
    expect((await fetch(`${url}/board/dead-letters`)).status).toBe(401);
  });
}

describe('the board on PostgreSQL', () => {
  describeBoard(() => ({ kind: 'postgres', url: test.url }));
});

describeWithRedis('the board on Redis', () => {
  describeBoard(() => ({ kind: 'redis', url: redisUrl ?? '' }));
});

describe('the board in the product', () => {
  it('is not there without a password', async () => {
    const rig = await startRig({ DATABASE_URL: test.url });
    expect((await fetch(`${rig.url}/board/`, { headers: SIGNED_IN })).status).toBe(404);
    await rig.stop();
  });

  it('is there with one', async () => {
    const rig = await startRig({ DATABASE_URL: test.url, POLSSLAG_BOARD_PASSWORD: PASSWORD });
    expect((await fetch(`${rig.url}/board/`)).status).toBe(401);
    expect((await fetch(`${rig.url}/board/api/queues`, { headers: SIGNED_IN })).status).toBe(200);
    await rig.stop();
  });
});
