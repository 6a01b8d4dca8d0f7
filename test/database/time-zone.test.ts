import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { readDatabaseTime } from '../../src/database/database-clock.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

/** Debian's PostgreSQL uses the time zone of the machine on which it was installed. */
const AT = new Date('2026-12-01T14:30:00.123Z');

let test: TestDatabase;
let database: Database;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const ZONES = ['Europe/Amsterdam', 'America/New_York', 'Pacific/Kiritimati'];

describe.each(ZONES)('a server on the clocks of %s', (zone) => {
  beforeAll(async () => {
    const name = new URL(test.url).pathname.slice(1);
    await test.database.prisma.$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone TO '${zone}'`);
    database = openDatabase(test.url);
  });
  afterAll(() => database.close());

  it.each(['work', 'pages', 'taps'] as const)('keeps moments as they are: %s', async (which) => {
    const { prisma, ask } = which === 'work' ? database : database[which];
    await prisma.deployment.upsert({
      where: { id: 1 },
      create: { demonstration: false, createdAt: AT, pausedAt: AT },
      update: { pausedAt: AT },
    });
    const [row] = await ask<{ at: Date; epoch: number }>(
      Prisma.sql`SELECT "pausedAt" AS at, extract(epoch FROM "pausedAt")::float8 AS epoch FROM "Deployment"`,
    );
    expect(row).toEqual({ at: AT, epoch: AT.getTime() / 1_000 });
    expect((await prisma.deployment.findFirstOrThrow()).pausedAt).toEqual(AT);
    await prisma.$executeRaw`UPDATE "Deployment" SET "pausedAt" = ${AT}`;
    expect(await prisma.$queryRaw`SELECT "pausedAt" AS at FROM "Deployment"`).toEqual([{ at: AT }]);
    await ask(Prisma.sql`UPDATE "Deployment" SET "pausedAt" = ${AT}`);
    expect((await prisma.deployment.findFirstOrThrow()).pausedAt).toEqual(AT);
  });

  it('tells the time by which all is due', async () => {
    const [row] = await database.prisma.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    const known = await readDatabaseTime(database);
    expect(Math.abs((row?.now.getTime() ?? 0) - known.getTime())).toBeLessThan(60_000);
  });

  it('reckons days, and noon of a day, as any other', async () => {
    const late = new Date('2026-12-01T23:30:00Z');
    const reckoned = await database.ask(
      Prisma.sql`SELECT (${late}::timestamptz)::date::text AS day, ('2026-12-01'::date + interval '12 hours')::timestamptz AS noon`,
    );
    expect(reckoned).toEqual([{ day: '2026-12-01', noon: new Date('2026-12-01T12:00:00Z') }]);
  });
});
