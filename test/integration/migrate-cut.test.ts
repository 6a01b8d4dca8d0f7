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
});
