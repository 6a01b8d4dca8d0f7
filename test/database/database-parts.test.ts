import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/database/client.ts';
import { openUnmigrated } from '../../src/database/open-stores.ts';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { ROLE_WITH_PASSWORD as ROLE } from '../data-folder.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

const PASSWORD = ` p@s/s#w:o%r?d&=$1 é \\ " ' `;

let test: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  test = await createTestDatabase();
  admin = new pg.Client({ connectionString: test.url });
  await admin.connect();
  await admin.query(`DROP ROLE IF EXISTS ${ROLE}`);
  await admin.query(`CREATE ROLE ${ROLE} LOGIN SUPERUSER PASSWORD ${admin.escapeLiteral(PASSWORD)}`);
});
afterAll(async () => {
  await admin.query(`DROP OWNED BY ${ROLE} CASCADE`);
  await admin.query(`DROP ROLE ${ROLE}`);
  await admin.end();
  await test.drop();
});

function configOf(password: string) {
  const { port, pathname } = new URL(test.url);
  const parts = { POSTGRES_HOST: '127.0.0.1', POSTGRES_PORT: port, POSTGRES_DB: pathname.slice(1) };
  return readConfig({ ...parts, POSTGRES_USER: ROLE, POSTGRES_PASSWORD: password });
}

describe('a database that is given in parts', () => {
  it('accepts any password, in the stores and in the queue', async () => {
    const config = configOf(PASSWORD);
    const stores = await openUnmigrated(config, {}, () => undefined);
    const rows = await stores.database.prisma.$queryRaw`SELECT current_user::text AS role`;
    expect(rows).toEqual([{ role: ROLE }]);
    await stores.close();
    const queue = openQueueBackend({ kind: 'postgres', url: config.databaseUrl ?? '' }, () => undefined);
    await queue.ping();
    await queue.close();
  });

  it('refuses another password', async () => {
    await expect(openUnmigrated(configOf('another'), {}, () => undefined)).rejects.toThrow('cannot be reached');
  });
});

describe('a database that has no connection left', () => {
  it('is told apart from one that is away', async () => {
    await admin.query(`ALTER ROLE ${ROLE} NOSUPERUSER CONNECTION LIMIT 0`);
    try {
      await expect(openUnmigrated(configOf(PASSWORD), {}, () => undefined)).rejects.toThrow(
        'The database has no connection left to give: raise its max_connections',
      );
    } finally {
      await admin.query(`ALTER ROLE ${ROLE} SUPERUSER CONNECTION LIMIT -1`);
    }
  });
});

describe('warming up', () => {
  it.each([
    ['opens no connection for pages where nobody looks at any', false, 2],
    ['opens one for each kind of work where somebody does', true, 3],
  ])('%s', async (_, forPages, connections) => {
    const url = new URL(test.url);
    url.searchParams.set('application_name', `warm-${forPages}`);
    const database = openDatabase(url.href);
    await database.warmUp(forPages);
    const { rowCount } = await admin.query('SELECT 1 FROM pg_stat_activity WHERE application_name = $1', [
      `warm-${forPages}`,
    ]);
    expect(rowCount).toBe(connections);
    await database.close();
  });
});
