import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/database/migrate.ts';
import { createEmptyDatabase } from '../database.ts';
import { until } from '../fakes/until.ts';

const WAITING = `FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'`;

describe('a migration whose connection is cut', () => {
  it('fails, leaves the process alive, and can be repeated', async () => {
    const test = await createEmptyDatabase();
    const holder = new pg.Client({ connectionString: test.url });
    await holder.connect();
    try {
      // The same lock: whoever wants to migrate waits for it.
      await holder.query('SELECT pg_advisory_lock(7026112)');
      const cut = migrate(test.url).then(
        () => 'migrated',
        () => 'failed',
      );
      await until(async () => Number((await holder.query(`SELECT count(*) ${WAITING}`)).rows[0].count) > 0);
      await holder.query(`SELECT pg_terminate_backend(pid) ${WAITING}`);
      expect(await cut).toBe('failed');
      await holder.query('SELECT pg_advisory_unlock_all()');
      expect((await migrate(test.url)).length).toBeGreaterThan(0);
    } finally {
      await holder.end();
      await test.drop();
    }
  });

  it('is repeated when it was killed halfway and so rolled back', async () => {
    const test = await createEmptyDatabase();
    const client = new pg.Client({ connectionString: test.url });
    await client.connect();
    try {
      await migrate(test.url);
      // As tables and Prisma's bookkeeping stand when the process ended in the middle of this one.
      await client.query('ALTER TABLE "IncomingEvent" DROP COLUMN "claimedUntil"');
      await client.query(
        `UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0 WHERE migration_name LIKE '%claimed_events'`,
      );
      expect(await migrate(test.url)).toEqual([expect.stringContaining('claimed_events')]);
      expect(await migrate(test.url)).toEqual([]);
    } finally {
      await client.end();
      await test.drop();
    }
  });

  it('that the database refuses says so in a sentence, with what to do', async () => {
    const test = await createEmptyDatabase();
    await migrate(test.url);
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
