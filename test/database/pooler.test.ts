import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { pendingMigrations } from '../../src/database/migrate.ts';
import { openUnmigrated } from '../../src/database/open-stores.ts';
import { sharesConnections } from '../../src/database/pooler.ts';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { createCommandRunner } from '../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { describeWithPgBouncer, startPgBouncer } from '../pgbouncer.ts';
import { waitUntil } from '../wait-until.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

describeWithPgBouncer('a connection', () => {
  it('of our own is not taken for a shared one', async () => {
    expect(await sharesConnections(test.url)).toBe(false);
  });

  it.each([
    ['transaction', true],
    ['session', false],
  ] as const)('through PgBouncer in %s mode is recognised', async (mode, shared) => {
    const bouncer = await startPgBouncer(test.url, mode);
    try {
      await waitUntil(() => answers(bouncer.url));
      expect(await sharesConnections(bouncer.url)).toBe(shared);
    } finally {
      await bouncer.stop();
    }
  });

  it('through PgBouncer in transaction mode gets no answer to another client’s query', async () => {
    const bouncer = await startPgBouncer(test.url, 'transaction');
    const databases = [openDatabase(bouncer.url), openDatabase(bouncer.url)];
    let answered = 0;
    const ask = async ({ ask: send }: Pick<Database, 'ask'>, mine: string) => {
      // Many queries are refused there; the others must get the answer to their own question.
      const rows = await send<{ whose: string }>(Prisma.sql([`SELECT '${mine}' AS whose`])).catch(() => []);
      if (rows.length > 0) expect(rows).toEqual([{ whose: mine }]);
      answered += rows.length;
    };
    try {
      await waitUntil(() => answers(bouncer.url));
      for (let round = 0; round < 40; round += 1) {
        const all = databases.flatMap((database, which) =>
          Array.from({ length: 8 }, (_, index) => ask(database, `${which}:${(index * (which + 1) + round) % 11}`)),
        );
        await Promise.all(all);
      }
      expect(answered).toBeGreaterThan(0);
    } finally {
      await Promise.all(databases.map((database) => database.close()));
      await bouncer.stop();
    }
  });

  it('through PgBouncer in transaction mode is refused by name to whoever opens it', async () => {
    const bouncer = await startPgBouncer(test.url, 'transaction');
    const before = openDatabase(bouncer.url);
    try {
      await waitUntil(() => answers(bouncer.url));
      // Its prepared statements stay on the connection that the next client gets.
      await before.ask(Prisma.sql`SELECT 1`);
      await before.close();
      const config = readConfig({ DATABASE_URL: bouncer.url });
      await expect(openUnmigrated(config, {}, () => undefined)).rejects.toThrow('PgBouncer in transaction mode');
    } finally {
      await bouncer.stop();
    }
  });

  it('through PgBouncer in transaction mode is brought up to date by no command, and left unlocked', async () => {
    const bouncer = await startPgBouncer(test.url, 'transaction');
    const commands = createCommandRunner({ url: bouncer.url });
    try {
      await waitUntil(() => answers(bouncer.url));
      const migrated = await commands.run('db', 'migrate');
      expect(migrated).toMatchObject({ code: 69, out: '' });
      expect(migrated.err).toContain('PgBouncer in transaction mode');
      const locks = await test.database.prisma.$queryRaw`
        SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE locktype = 'advisory' AND datname = current_database()`;
      expect(locks).toEqual([]);
    } finally {
      commands.removeFiles();
      await bouncer.stop();
    }
  });

  it('through PgBouncer in session mode serves the product, and every statement has its limit', async () => {
    const bouncer = await startPgBouncer(test.url, 'session');
    const database = openDatabase(bouncer.url);
    try {
      await waitUntil(() => answers(bouncer.url));
      const limitOf = async ({ prisma }: Pick<typeof database, 'prisma'>) =>
        (await prisma.$queryRaw<{ limit: string }[]>`SELECT current_setting('statement_timeout') AS limit`)[0]?.limit;
      expect(await limitOf(database)).toBe('10min');
      expect(await limitOf(database.pages)).toBe('2500ms');
      expect(await limitOf(database.taps)).toBe('20s');
      expect(await pendingMigrations(bouncer.url)).toEqual([]);
    } finally {
      await database.close();
      await bouncer.stop();
    }
  });

  it('through PgBouncer in session mode carries the queue too', async () => {
    const bouncer = await startPgBouncer(test.url, 'session');
    const backend = openQueueBackend({ kind: 'postgres', url: bouncer.url }, () => undefined);
    const seen: unknown[] = [];
    try {
      await waitUntil(() => answers(bouncer.url));
      await backend.ping();
      const onError = () => undefined;
      const worker = backend.worker('background', async (...job) => void seen.push(job), { concurrency: 1, onError });
      await backend.queue('background').add('note', { id: 'one' });
      await waitUntil(() => seen.length > 0);
      expect(seen).toEqual([['note', { id: 'one' }]]);
      await worker.close();
    } finally {
      await backend.close();
      await bouncer.stop();
    }
  });
});
