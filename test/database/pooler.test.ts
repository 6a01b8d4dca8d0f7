import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDatabase } from '../../src/database/client.ts';
import { pendingMigrations } from '../../src/database/migrate.ts';
import { sharesConnections } from '../../src/database/pooler.ts';
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
  it('that is our own is not taken for a shared one', async () => {
    expect(await sharesConnections(test.url)).toBe(false);
  });

  it.each([
    ['transaction', true],
    ['session', false],
  ] as const)('through PgBouncer in %s mode is told apart', async (mode, shared) => {
    const bouncer = await startPgBouncer(test.url, mode);
    try {
      await waitUntil(() => answers(bouncer.url));
      expect(await sharesConnections(bouncer.url)).toBe(shared);
    } finally {
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
});
