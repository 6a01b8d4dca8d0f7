import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { openDatabase } from '../../src/database/client.ts';
import { Prisma } from '../../src/database/generated/client.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { openStallingProxy } from '../fakes/stalling-proxy.ts';
import { waitUntil } from '../wait-until.ts';

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => test.database.prisma.circle.deleteMany());

const turn = Prisma.sql`SELECT pg_advisory_xact_lock(42)`;
/** Slow enough that simultaneous callers would all read before anybody has written. */
const addWhileEmpty = (name: string) => Prisma.sql`
  INSERT INTO "Circle" (name) SELECT ${name} FROM pg_sleep(0.05)
   WHERE (SELECT count(*) FROM "Circle") = 0 RETURNING name`;
const names = async () => (await test.database.prisma.circle.findMany()).map(({ name }) => name);

it('lets each see what the ones before it wrote', async () => {
  const asked = Array.from({ length: 8 }, (_, index) => test.database.askInTurn(turn, addWhileEmpty(`Kring ${index}`)));
  const added = (await Promise.all(asked)).flat();
  expect(added).toHaveLength(1);
  expect(await names()).toHaveLength(1);
});

it('rolls everything back when a statement fails, and leaves connections for others', async () => {
  const write = Prisma.sql`INSERT INTO "Circle" (name) VALUES ('Halverwege')`;
  const fail = Prisma.sql`SELECT 1 / 0`;
  for (let time = 0; time < 12; time += 1) {
    await expect(test.database.askInTurn(write, fail)).rejects.toThrow('division by zero');
  }
  expect(await names()).toEqual([]);
  await expect(test.database.askInTurn(turn, addWhileEmpty('Oost'))).resolves.toEqual([{ name: 'Oost' }]);
});

it('releases its turn when it has ended', async () => {
  await test.database.askInTurn(turn, addWhileEmpty('Oost'));
  const free = Prisma.sql`SELECT pg_try_advisory_xact_lock(42) AS free`;
  await expect(test.database.ask(free)).resolves.toEqual([{ free: true }]);
});

it('fails alone when its connection is cut', async () => {
  const direct = new URL(test.url);
  const proxy = await openStallingProxy(Number(direct.port));
  const cut = new URL(test.url);
  cut.host = `127.0.0.1:${proxy.port}`;
  const database = openDatabase(cut.href);
  const asked = database.askInTurn(turn, Prisma.sql`SELECT pg_sleep(30)`);
  const failed = expect(asked).rejects.toThrow(/Connection terminated|ECONNRESET/);
  await waitUntil(async () => {
    const [row] = await test.database.ask<{ held: boolean }>(
      Prisma.sql`SELECT NOT pg_try_advisory_lock(42) OR NOT pg_advisory_unlock(42) AS held`,
    );
    return row?.held === true;
  });
  proxy.close();
  await failed;
  await database.close();
});
