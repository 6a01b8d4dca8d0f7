import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import pg from 'pg';
import { operatorPages } from '../../src/app/web.ts';
import { connectSlackWorkspace } from '../../src/database/workspace-store.ts';
import { seal } from '../../src/secrets/seal.ts';
import { startWebServer } from '../../src/web/server.ts';
import { startRedis } from '../../tools/servers/redis-server.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { openStallingProxy } from '../fakes/stalling-proxy.ts';
import { describeWithPgBouncer, startPgBouncer } from '../pgbouncer.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { type CuttableProxy, openCuttableProxy, type Rig, startRig } from './web-rig.ts';

let test: TestDatabase;
let rigs: Rig[] = [];
let proxies: CuttableProxy[] = [];

beforeAll(async () => {
  test = await createTestDatabase();
});
afterEach(async () => {
  for (const proxy of proxies) proxy.mend();
  await Promise.all(rigs.map((rig) => rig.stop()));
  await Promise.all(proxies.map((proxy) => proxy.close()));
  [rigs, proxies] = [[], []];
});
afterAll(async () => {
  await test.drop();
});

async function proxyTo(url: string): Promise<CuttableProxy> {
  const proxy = await openCuttableProxy(url);
  proxies.push(proxy);
  return proxy;
}

async function start(...args: Parameters<typeof startRig>): Promise<Rig> {
  const rig = await startRig(...args);
  rigs.push(rig);
  return rig;
}

async function ask(url: string): Promise<[number, unknown]> {
  const response = await fetch(url);
  return [response.status, await response.json()];
}

/**
 * Asks until the answer is as expected twice in a row, because a check can also fail when a busy machine is too slow.
 */
async function expectReadiness(url: string, status: 200 | 503, body: unknown): Promise<void> {
  const expected = [status, body];
  let told: unknown = null;
  const isAsExpected = async () => {
    told = [await ask(`${url}/readyz`), await ask(`${url}/readyz`)];
    try {
      expect(told).toEqual([expected, expected]);
      return true;
    } catch {
      return false;
    }
  };
  await waitUntil(isAsExpected).catch(() => undefined);
  expect(told).toEqual([expected, expected]);
}

const READY = { status: 'ready', failing: [] };
const notReady = (failing: readonly string[], reasons: Readonly<Record<string, string>> = {}) => ({
  status: 'not ready',
  failing,
  reasons,
});

/** It continues without what fails, and reports that. */
const goesOnWithout = (failing: readonly string[], reasons: Readonly<Record<string, string>> = {}) => ({
  status: 'degraded',
  failing,
  reasons,
});

describe.each(['web', 'worker', 'all'] as const)('the role %s', (role) => {
  it('says that it runs, and that it is ready', async () => {
    const { url } = await start({ DATABASE_URL: test.url }, { role });
    expect(await ask(`${url}/healthz`)).toEqual([200, { status: 'ok' }]);
    await expectReadiness(url, 200, READY);
  });
});

describeWithPgBouncer('readiness through PgBouncer', () => {
  it.each([
    ['transaction', 503, { reasons: { database: 'transaction_pooler' } }],
    ['session', 200, { failing: [] }],
  ] as const)('in %s mode is told', async (mode, status, told) => {
    const bouncer = await startPgBouncer(test.url, mode);
    try {
      const { url } = await start(
        { DATABASE_URL: bouncer.url, ...(redisUrl ? { REDIS_URL: redisUrl } : {}) },
        { role: 'web' },
      );
      await expectReadiness(url, status, expect.objectContaining(told));
    } finally {
      await Promise.all(rigs.map((rig) => rig.stop()));
      rigs = [];
      await bouncer.stop();
    }
  });
});

describe('readiness', () => {
  it('is refused while the database takes no writes, as on a full disk or on a copy, and comes back when it does', async () => {
    const { url } = await start({ DATABASE_URL: test.url });
    await expectReadiness(url, 200, READY);
    const operator = new pg.Client({ connectionString: test.url });
    await operator.connect();
    const setReadOnly = async (how: string) => {
      await operator.query(`ALTER DATABASE ${new URL(test.url).pathname.slice(1)} ${how}`);
      await operator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    };
    try {
      await setReadOnly('SET default_transaction_read_only = on');
      await expectReadiness(url, 503, notReady(['database'], { database: 'read_only' }));
      await setReadOnly('RESET default_transaction_read_only');
      await expectReadiness(url, 200, READY);
    } finally {
      await operator.query(`ALTER DATABASE ${new URL(test.url).pathname.slice(1)} RESET ALL`);
      await operator.end();
    }
  });

  it('is refused while the disk of the database is full, and comes back when it has room', async () => {
    const { running } = await start({ DATABASE_URL: test.url });
    const { foundation } = running;
    let isFull = true;
    const ask: typeof foundation.database.ask = async (sql) => {
      if (isFull && sql.text.includes('work_mem')) throw Object.assign(new Error('No space left'), { code: '53100' });
      return foundation.database.ask(sql);
    };
    const pages = operatorPages({ ...foundation, database: { ...foundation.database, ask } });
    const beside = await startWebServer(pages, { host: '127.0.0.1', port: 0, log: foundation.log });
    try {
      await expectReadiness(beside.url, 503, notReady(['database'], { database: 'disk_full' }));
      isFull = false;
      await expectReadiness(beside.url, 200, READY);
    } finally {
      await beside.close();
    }
  });

  it.each([
    ['53100', 'disk_full'],
    ['53300', 'no_connections'],
  ])('says why where the database lets nobody in, by code %s', async (code, reason) => {
    const { running } = await start({ DATABASE_URL: test.url });
    const { foundation } = running;
    const ask = () => Promise.reject(Object.assign(new Error('refused'), { code }));
    const pages = operatorPages({ ...foundation, database: { ...foundation.database, ask } });
    const beside = await startWebServer(pages, { host: '127.0.0.1', port: 0, log: foundation.log });
    try {
      const told = { failing: expect.arrayContaining(['database']), reasons: { database: reason } };
      await expectReadiness(beside.url, 503, expect.objectContaining(told));
    } finally {
      await beside.close();
    }
  });

  it('tries the disk once a minute at most while it has room, and every time while it has none', async () => {
    const { running } = await start({ DATABASE_URL: test.url });
    const { foundation } = running;
    let [isFull, tried, now] = [false, 0, 0];
    const ask: typeof foundation.database.ask = async (sql) => {
      if (!sql.text.includes('work_mem')) return foundation.database.ask(sql);
      tried += 1;
      if (isFull) throw Object.assign(new Error('No space left'), { code: '53100' });
      return foundation.database.ask(sql);
    };
    const pages = operatorPages({ ...foundation, database: { ...foundation.database, ask } }, () => now);
    const beside = await startWebServer(pages, { host: '127.0.0.1', port: 0, log: foundation.log });
    try {
      for (let times = 0; times < 3; times += 1) await expectReadiness(beside.url, 200, READY);
      expect(tried).toBe(1);
      isFull = true;
      now = 59_999;
      await expectReadiness(beside.url, 200, READY);
      now = 60_000;
      await expectReadiness(beside.url, 503, notReady(['database'], { database: 'disk_full' }));
      expect(tried).toBeGreaterThanOrEqual(3);
      isFull = false;
      await expectReadiness(beside.url, 200, READY);
    } finally {
      await beside.close();
    }
  });

  it('is refused while the database is away, and comes back with it; the process goes on', async () => {
    const proxy = await proxyTo(test.url);
    const { url } = await start({ DATABASE_URL: proxy.url });
    await expectReadiness(url, 200, READY);
    proxy.cut();
    await expectReadiness(url, 503, notReady(['database', 'queue', 'secrets']));
    expect((await ask(`${url}/healthz`))[0]).toBe(200);
    proxy.mend();
    await expectReadiness(url, 200, READY);
  });
});

describe('readiness on a database that a later version brought up to date meanwhile', () => {
  it('stays, and is told with it', async () => {
    const newer = await createTestDatabase();
    const { url } = await start({ DATABASE_URL: newer.url }, { role: 'web' });
    await expectReadiness(url, 200, READY);
    await newer.database.prisma.$executeRaw`
      INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
      VALUES ('later', 'x', '20990101000000_later', now(), now(), 1)`;
    await expectReadiness(url, 200, { ...READY, notices: { database: 'newer_than_program' } });
    await Promise.all(rigs.map((rig) => rig.stop()));
    rigs = [];
    await newer.drop();
  });
});

describe('readiness with the wrong sealing key', () => {
  const token = { externalId: 'T1', name: 'School', botUser: 'U1' };
  const keyOf = (byte: number) => ({ id: 'k1', key: Buffer.alloc(32, byte) });
  const setting = (byte: number) => `k1:${Buffer.alloc(32, byte).toString('base64')}`;
  afterEach(() => test.database.prisma.workspace.deleteMany());

  it.each([
    ['another one of the same name', setting(2)],
    ['one that is missing', setting(1).replace('k1', 'k2')],
  ])('is refused, and says why: %s', async (_, keys) => {
    const sealedToken = seal('xoxb-1', [keyOf(1)]);
    await connectSlackWorkspace(test.database.prisma, { ...token, sealedToken });
    const wrong = await start({ DATABASE_URL: test.url, POLSSLAG_KEYS: keys });
    await expectReadiness(wrong.url, 503, notReady(['secrets'], { secrets: 'sealing_key' }));
    const right = await start({ DATABASE_URL: test.url, POLSSLAG_KEYS: setting(1) });
    await expectReadiness(right.url, 200, READY);
  });
});

describeWithRedis('readiness on Redis', () => {
  it('says what a Redis that answers refuses', async () => {
    const folder = makeTemporaryFolder('redis');
    const redis = await startRedis(folder);
    const { url } = await start({ DATABASE_URL: test.url, REDIS_URL: redis.url });
    await expectReadiness(url, 200, READY);
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory', '1');
    client.disconnect();
    await expectReadiness(url, 200, goesOnWithout(['queue'], { queue: 'redis_oom' }));
    await Promise.all(rigs.splice(0).map((rig) => rig.stop()));
    await redis.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('stays while Redis is away, for what people tap is stored and sending goes on, and names the queue', async () => {
    const proxy = await proxyTo(redisUrl ?? '');
    const { url } = await start({ DATABASE_URL: test.url, REDIS_URL: proxy.url });
    await expectReadiness(url, 200, READY);
    proxy.cut();
    await expectReadiness(url, 200, goesOnWithout(['queue']));
    proxy.mend();
    await expectReadiness(url, 200, READY);
  });

  it('is told within the second that those who ask wait, also when Redis says nothing any more', async () => {
    const redis = new URL(redisUrl ?? '');
    const proxy = await openStallingProxy(Number(redis.port));
    redis.port = String(proxy.port);
    try {
      const { url } = await start({ DATABASE_URL: test.url, REDIS_URL: redis.href });
      await expectReadiness(url, 200, READY);
      proxy.goSilent();
      const begun = performance.now();
      expect(await ask(`${url}/readyz`)).toEqual([200, goesOnWithout(['queue'])]);
      expect(performance.now() - begun).toBeLessThan(1_000);
    } finally {
      proxy.close();
    }
  });
});

describe('a Slack that cannot be asked about the token among the settings', () => {
  it('keeps nothing else from starting', async () => {
    const slack = {
      signingSecret: 'secret',
      appToken: null,
      botToken: 'xoxb-1',
      apiUrl: 'http://127.0.0.1:1/api/',
    } as const;
    const { url } = await start({ DATABASE_URL: test.url }, { connections: { slack, teams: null } });
    await expectReadiness(url, 200, READY);
  });
});

describe('a worker', () => {
  it('serves nothing but health and metrics', async () => {
    const { url } = await start(
      { DATABASE_URL: test.url, POLSSLAG_BOARD_PASSWORD: 'a-long-password' },
      { role: 'worker' },
    );
    const paths = ['/board', '/privacy', '/slack/events', '/api/messages', '/'];
    const statuses = await Promise.all(paths.map(async (path) => (await fetch(url + path)).status));
    expect(statuses).toEqual(paths.map(() => 404));
  });

  it('takes another port when a neighbour with the same settings has it; the web does not', async () => {
    const first = await start({ DATABASE_URL: test.url }, { role: 'web' });
    const PORT = new URL(first.url).port;
    const second = await start({ DATABASE_URL: test.url, PORT }, { role: 'worker' });
    expect(second.url).not.toBe(first.url);
    await expectReadiness(second.url, 200, READY);
    const third = startRig({ DATABASE_URL: test.url, PORT }, { role: 'web' });
    await expect(third).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });
});
