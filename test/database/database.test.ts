import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { openFoundation } from '../../src/app/foundation.ts';
import { readConfig } from '../../src/config.ts';
import { migrate, pendingMigrations } from '../../src/database/migrate.ts';
import { createCommandRunner } from '../cli/command-runner.ts';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../database.ts';
import { schemaDrift } from './schema-drift.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

describe('migrations', () => {
  it('agree with the schema', async () => {
    const migrated = await createEmptyDatabase();
    const declared = await createEmptyDatabase();
    expect(await schemaDrift(migrated.url, declared.url)).toEqual([]);
    await Promise.all([migrated.drop(), declared.drop()]);
  });

  it('are found to differ from the schema when a column is missing', async () => {
    const migrated = await createEmptyDatabase();
    const declared = await createEmptyDatabase();
    await migrate(migrated.url);
    await migrated.database.prisma.$executeRawUnsafe('ALTER TABLE "Person" DROP COLUMN "language"');
    const drift = await schemaDrift(migrated.url, declared.url);
    expect(drift).toContainEqual(expect.stringContaining('+ column Person.language'));
    await Promise.all([migrated.drop(), declared.drop()]);
  });

  it('apply once, and list the pending ones', async () => {
    const empty = await createEmptyDatabase();
    const pending = await pendingMigrations(empty.url);
    expect(pending.length).toBeGreaterThan(0);
    expect(await migrate(empty.url)).toEqual(pending);
    expect(await migrate(empty.url)).toEqual([]);
    expect(await pendingMigrations(empty.url)).toEqual([]);
    await empty.drop();
  });

  it('apply once when two processes start together', async () => {
    const empty = await createEmptyDatabase();
    const [first, second] = await Promise.all([migrate(empty.url), migrate(empty.url)]);
    expect([...first, ...second]).toEqual(expect.arrayContaining(['20261124080000_first']));
    expect(first.length === 0 || second.length === 0).toBe(true);
    await empty.drop();
  });
});

describe('a database that a later version brought up to date', () => {
  const later = (database: TestDatabase) => database.database.prisma.$executeRaw`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
    VALUES ('later', 'x', '20990101000000_later', now(), now(), 1)`;
  const says =
    /^The database is newer than this Polsslag.*\(20990101000000_later\): run that version, or put back the copy/;

  it('is neither used nor downgraded', async () => {
    const newer = await createTestDatabase();
    await later(newer);
    const refused = { code: 'NOT_ALLOWED', message: expect.stringMatching(says) };
    await expect(pendingMigrations(newer.url)).rejects.toMatchObject(refused);
    await expect(migrate(newer.url)).rejects.toMatchObject(refused);
    const log = pino({ level: 'silent' });
    await expect(openFoundation(readConfig({ DATABASE_URL: newer.url }), null, log)).rejects.toMatchObject(refused);
    const commands = createCommandRunner(newer);
    for (const words of [
      ['people', 'list'],
      ['db', 'migrate'],
    ]) {
      expect(await commands.run(...words)).toMatchObject({ out: '', err: expect.stringMatching(says) });
    }
    expect((await commands.run('doctor')).out).toContain('fault  Database: The database is newer than this Polsslag');
    commands.removeFiles();
    await newer.drop();
  });
});

describe('a cloned test database', () => {
  it('is migrated already', async () => {
    expect(await pendingMigrations(test.url)).toEqual([]);
    expect(await test.database.prisma.person.count()).toBe(0);
  });
});
