import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDatabase } from '../../src/database/client.ts';
import { configureConnection } from '../../src/database/connection-settings.ts';
import { watchConnections } from '../../src/database/watch-connections.ts';
import { createEmptyDatabase, type TestDatabase } from '../database.ts';
import { openStallingProxy, type StallingProxy } from '../fakes/stalling-proxy.ts';
import { waitUntil } from '../wait-until.ts';

let test: TestDatabase;
let proxy: StallingProxy;
let url: string;

beforeAll(async () => {
  test = await createEmptyDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  const address = new URL(test.url);
  proxy = await openStallingProxy(Number(address.port));
  address.hostname = '127.0.0.1';
  address.port = String(proxy.port);
  url = address.href;
});
afterEach(() => proxy.close());

async function openWatched(): Promise<{ client: pg.Client; close: () => Promise<void> }> {
  const watch = watchConnections(url, 100);
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  watch.add(client, (await configureConnection(client, 600_000)) ?? 0);
  return {
    client,
    close: async () => {
      watch.stop();
      await client.end();
    },
  };
}

describe('a connection', () => {
  it('whose other end is gone without notice is given up, and the waiting caller gets an error', async () => {
    const { client, close } = await openWatched();
    proxy.goSilent();
    await expect(client.query('SELECT 1')).rejects.toThrow('Connection terminated');
    await close();
  });

  it('that is read more slowly than the server sends is kept', async () => {
    const { client, close } = await openWatched();
    const query = new pg.Query(`SELECT repeat('x', 100000) FROM generate_series(1, 300)`);
    query.on('row', () => {
      for (const begun = performance.now(); performance.now() - begun < 3; );
    });
    const ended = new Promise((resolve) => query.on('end', () => resolve('all')).on('error', resolve));
    client.query(query);
    expect(await ended).toBe('all');
    await close();
  });

  it('on which the server is still working is kept, however long that takes', async () => {
    const { client, close } = await openWatched();
    expect((await client.query(`SELECT 'done' AS it FROM pg_sleep(1.5)`)).rows).toEqual([{ it: 'done' }]);
    await close();
  });
});

it('a database whose connections all died in use works again long before their statements time out', async () => {
  const database = openDatabase(url);
  const all = () =>
    Promise.allSettled(Array.from({ length: 10 }, () => database.prisma.$queryRaw`SELECT pg_sleep(0.2)`));
  await all();
  proxy.goSilent();
  const hung = all();
  await waitUntil(
    () =>
      database.prisma.$queryRaw`SELECT 1`.then(
        () => true,
        () => false,
      ),
    120_000,
  );
  await hung;
  await database.close();
}, 180_000);
