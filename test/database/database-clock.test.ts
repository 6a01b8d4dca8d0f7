import { afterEach, describe, expect, it } from '@jest/globals';
import { openDatabaseClock } from '../../src/database/database-clock.ts';
import { waitUntil } from '../wait-until.ts';

const START = new Date('2026-11-24T14:30:00Z').getTime();
const HOUR_MS = 3_600_000;

/** A database whose clock can be set, and that can be away or slow. */
const database = { ahead: 0, away: false, slowMs: 0, asked: 0 };
const begun = performance.now();
const timeThere = () => START + database.ahead + performance.now() - begun;
let clock: Awaited<ReturnType<typeof openDatabaseClock>>;

async function open(): Promise<number[]> {
  const jumps: number[] = [];
  const readTime = async () => {
    const time = new Date(timeThere());
    database.asked += 1;
    if (database.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, database.slowMs));
    if (database.away) throw new Error('away');
    return time;
  };
  clock = await openDatabaseClock(readTime, { refreshMs: 10, onJump: (ms) => jumps.push(ms) });
  return jumps;
}
afterEach(() => {
  clock.close();
  Object.assign(database, { ahead: 0, away: false, slowMs: 0, asked: 0 });
});

const off = () => Math.abs(clock.now().getTime() - timeThere());
const askedAgain = async () => {
  const before = database.asked;
  await waitUntil(() => database.asked >= before + 3);
};

describe("the database's clock", () => {
  it('is followed, also when it is set, and a change is reported', async () => {
    const jumps = await open();
    await askedAgain();
    expect(off()).toBeLessThan(1_000);
    expect(jumps).toEqual([]);
    database.ahead = -HOUR_MS;
    await waitUntil(() => off() < 1_000);
    expect(jumps).toHaveLength(1);
    expect(Math.abs((jumps[0] ?? 0) + HOUR_MS)).toBeLessThan(1_000);
  });

  it('continues while the database is away', async () => {
    await open();
    database.away = true;
    await askedAgain();
    expect(off()).toBeLessThan(1_000);
  });

  it('does not use an answer that was under way for long', async () => {
    const jumps = await open();
    Object.assign(database, { ahead: HOUR_MS, slowMs: 600 });
    await askedAgain();
    expect(jumps).toEqual([]);
    expect(off()).toBeGreaterThan(HOUR_MS - 1_000);
  });
});
