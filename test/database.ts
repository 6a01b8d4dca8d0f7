import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Database, openDatabase } from '../src/database/client.ts';
import { DATABASE } from './data-folder.ts';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /**
   * Restores the state after cloning, in a tenth of the time of another clone; meant for between the tests of a file.
   */
  empty(): Promise<void>;
  /** Closes the pool and drops the database. */
  drop(): Promise<void>;
}

/** Creates a database for one test file: a clone of the migrated template. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(DATABASE);
}

/** Creates a database without tables. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createDatabase('template0');
}

/**
 * With little data, deleting is faster than truncating. Foreign keys are not checked, because everything is deleted.
 */
const EMPTY = `DO $$
  DECLARE each record;
  BEGIN
    SET LOCAL session_replication_role = replica;
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
      EXECUTE format('DELETE FROM %I', each.tablename);
    END LOOP;
  END $$`;

async function createDatabase(from: string): Promise<TestDatabase> {
  const template = process.env['TEST_DATABASE_TEMPLATE'];
  if (!template) throw new Error('No test database: run the tests with npm test.');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const server = new URL(template);
  server.pathname = '/postgres';
  // Copies the files as they are. Logging every page takes twice as long, and the test server loses its data in a crash
  // anyway.
  await run(server.href, `CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY file_copy`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  const database = openDatabase(url.href);
  // Kept open, because a new connection first reads the catalogue of all tables, which takes eight times as long as
  // deleting.
  let emptier: pg.Client | undefined;
  return {
    url: url.href,
    database,
    empty: async () => {
      if (!emptier) {
        emptier = new pg.Client({ connectionString: url.href });
        await emptier.connect();
      }
      await emptier.query(EMPTY);
    },
    drop: async () => {
      await emptier?.end();
      await database.close();
      await run(server.href, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
