import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createLaneStore } from '../../src/outbox/lane-store.ts';
import { countOutbox } from '../../src/outbox/outbox-count-store.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createWorkspace, fillOutbox, NOW, notificationsFor } from './fill-outbox.ts';

const LANE = 'slack:T1';
const WELL = { restMs: 0, works: false, failures: 0, refusals: 0, refusedWhy: null, readBackInMs: 0 };
const MINUTE_MS = 60_000;

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

/** Drains the lane and leaves it in this state. @returns the minutes since it fails; null when it does not */
async function drain(left: Partial<typeof WELL>): Promise<number | null> {
  const store = createLaneStore(test.database.prisma);
  const lease = await store.acquire(LANE, 'me', 5_000);
  if (!lease) throw new Error('the lane is not to be had');
  await store.release(lease, { ...WELL, ...left }, 0);
  const rows = await test.database.prisma.$queryRaw`
    SELECT round(extract(epoch FROM clock_timestamp() - "failingSince") / 60)::int AS minutes FROM "Lane" WHERE name = ${LANE}`;
  return z.tuple([z.object({ minutes: z.int().nullable() })]).parse(rows)[0].minutes;
}

/** Lets time pass: moves everything recorded about the lane this many minutes back. */
async function wait(minutes: number): Promise<void> {
  await test.database.prisma.$executeRaw`
    UPDATE "Lane" SET "releasedAt" = "releasedAt" - ${minutes} * interval '1 minute', "leaseUntil" = "leaseUntil" - ${minutes} * interval '1 minute',
      "resumeAt" = "resumeAt" - ${minutes} * interval '1 minute', "failingSince" = "failingSince" - ${minutes} * interval '1 minute'`;
}

it('a lane knows since when it fails or rests, until it succeeds or nobody has tried for long', async () => {
  expect(await drain({})).toBeNull();
  expect(await drain({ failures: 1 })).toBe(0);
  await wait(10);
  expect(await drain({ failures: 9, restMs: 50 * MINUTE_MS })).toBe(10);
  await wait(60);
  expect(await drain({ failures: 10 })).toBe(70);
  expect(await drain({})).toBeNull();
  expect(await drain({ restMs: 50 * MINUTE_MS })).toBe(0);
  await wait(120);
  expect(await drain({ failures: 1 })).toBe(0);
});

it('a lane that must pause while its platform accepts some messages does not count as one that accepts nothing', async () => {
  await drain({});
  expect(await drain({ works: true, restMs: MINUTE_MS })).toBe(0);
  await wait(10);
  expect(await drain({ works: true, restMs: MINUTE_MS })).toBe(0);
  await wait(10);
  expect(await drain({ works: true, failures: 2 })).toBe(0);
  await wait(10);
  expect(await drain({ failures: 3 })).toBe(10);
});

it('what a platform did hours ago, without attempts since, is not applied to what is due soon', async () => {
  const waiting = await createWorkspace(test.database, 'slack', 'T1', 1);
  const due = new Date(NOW.getTime() + 5 * MINUTE_MS);
  await fillOutbox(test.database, notificationsFor(waiting, 'morning', { notBefore: due }));
  await drain({});
  await drain({ failures: 3 });
  await wait(12);
  const told = async () => (await countOutbox(test.database.prisma, NOW, 10)).lanes[0];
  expect(await told()).toMatchObject({ failing: '', oldestDueSeconds: expect.closeTo(12 * 60, -1) });
  await wait(15 * 60);
  expect(await told()).toMatchObject({ failing: null, oldestDueSeconds: 0 });
});
