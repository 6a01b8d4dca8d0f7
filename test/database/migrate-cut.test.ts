import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate, pendingMigrations } from '../../src/database/migrate.ts';
import { builtPath } from '../built.ts';
import { createEmptyDatabase, createTestDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';

const WAITING = `FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'`;

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/**
 * Counts the statements that wait for a lock. Asked outside a transaction, because within one the answer never changes.
 */
async function countWaiting(client: pg.Client): Promise<number> {
  return Number((await client.query(`SELECT count(*) ${WAITING}`)).rows[0].count);
}

/** Begins to create a table that the first migration also creates halfway, so that the migration waits. */
async function openHolder(url: string): Promise<pg.Client> {
  const holder = await open(url);
  await holder.query('BEGIN');
  await holder.query('CREATE TABLE "Answer" (id INT)');
  return holder;
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  return rows.map(({ name }) => name);
}

describe('a migration whose connection is cut', () => {
  it('fails, leaves the process alive, and can be repeated', async () => {
    const test = await createEmptyDatabase();
    const [holder, watcher] = [await open(test.url), await open(test.url)];
    try {
      // The lock that every migrating process waits for.
      await holder.query('SELECT pg_advisory_lock(7026112)');
      const cut = migrate(test.url).then(
        () => 'migrated',
        () => 'failed',
      );
      await waitUntil(async () => (await countWaiting(watcher)) > 0);
      await watcher.query(`SELECT pg_terminate_backend(pid) ${WAITING}`);
      expect(await cut).toBe('failed');
      await holder.query('SELECT pg_advisory_unlock_all()');
      expect((await migrate(test.url)).length).toBeGreaterThan(0);
    } finally {
      await Promise.all([holder.end(), watcher.end()]);
      await test.drop();
    }
  });

  it('is rolled back when it was cut halfway, and is repeated', async () => {
    const test = await createEmptyDatabase();
    const [holder, watcher] = [await openHolder(test.url), await open(test.url)];
    try {
      const cut = migrate(test.url).then(
        () => 'migrated',
        () => 'failed',
      );
      await waitUntil(async () => (await countWaiting(watcher)) > 0);
      await watcher.query(`SELECT pg_terminate_backend(pid) ${WAITING}`);
      expect(await cut).toBe('failed');
      await holder.query('ROLLBACK');
      expect(await tablesOf(holder)).toEqual(['_prisma_migrations']);
      expect((await migrate(test.url))[0]).toMatch(/first$/);
      expect(await pendingMigrations(test.url)).toEqual([]);
    } finally {
      await Promise.all([holder.end(), watcher.end()]);
      await test.drop();
    }
  });

  it('that the server finished after its process was killed counts as done, also for processes that start meanwhile', async () => {
    const test = await createEmptyDatabase();
    const [holder, watcher] = [await openHolder(test.url), await open(test.url)];
    try {
      const env = { ...process.env, DATABASE_URL: test.url };
      const killed = spawn(process.execPath, [builtPath('polsslag.js'), 'db', 'migrate'], { env, stdio: 'ignore' });
      await waitUntil(async () => (await countWaiting(watcher)) === 1);
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      const next = migrate(test.url);
      await waitUntil(async () => (await countWaiting(watcher)) === 2);
      await holder.query('ROLLBACK');
      expect(await next).not.toContainEqual(expect.stringMatching(/first$/));
      expect(await pendingMigrations(test.url)).toEqual([]);
    } finally {
      await Promise.all([holder.end(), watcher.end()]);
      await test.drop();
    }
  });

  it.each([
    ['repeated when its work is not there', 'ALTER TABLE "IncomingEvent" DROP COLUMN "claimedUntil"', 1],
    ['taken for done when its work is there', 'SELECT 1', 0],
  ])('and whose record does not show whether it finished is %s', async (_what, sql, repeated) => {
    const test = await createTestDatabase();
    const client = await open(test.url);
    try {
      await client.query(sql);
      await client.query(
        `UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0 WHERE migration_name LIKE '%claimed_events'`,
      );
      expect(await migrate(test.url)).toEqual(Array(repeated).fill(expect.stringContaining('claimed_events')));
      expect(await pendingMigrations(test.url)).toEqual([]);
      expect(await migrate(test.url)).toEqual([]);
    } finally {
      await client.end();
      await test.drop();
    }
  });

  it('that the database refuses is reported in a sentence, with what to do', async () => {
    const test = await createTestDatabase();
    await test.database.prisma.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name LIKE '%claimed_events'`;
    const refused = migrate(test.url);
    await expect(refused).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(
        /^The migration \d+_claimed_events was refused by the database \(it says: .+ already exists\).*run polsslag/,
      ),
    });
    await test.drop();
  });
});
