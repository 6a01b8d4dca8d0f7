import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { addDays } from 'date-fns';
import pg from 'pg';
import { pino } from 'pino';
import { seedCheckIns } from '../../playground/seed/seed-check-ins.ts';
import { type Running, startPolsslag } from '../../src/app/start.ts';
import { readInstruments } from '../../src/instruments.ts';
import { readTaps, type TapRequest } from '../../tools/bench/ack-taps.ts';
import { configOf, SIGNING_SECRET, sealedBotToken } from '../../tools/bench/process-options.ts';
import { type ResponseAddresses, serveResponseAddresses } from '../../tools/bench/response-addresses.ts';
import { seedTeachers } from '../../tools/bench/seed.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { waitUntil } from '../wait-until.ts';

/* A long transaction holds a lock while teachers continue, through the signed endpoint of a web process. */

const TEACHERS = 50;
const TAPS = 20;
const WEEK = '2026-W47';

let test: TestDatabase;
let running: Running;
let addresses: ResponseAddresses;
let taps: readonly TapRequest[];
let lock: pg.Client;

beforeEach(async () => {
  test = await createTestDatabase();
  addresses = await serveResponseAddresses();
  const config = { ...configOf({ databaseUrl: test.url, redisUrl: '', slackUrl: addresses.of(0) }), redisUrls: [] };
  lock = new pg.Client({ connectionString: test.url });
  await lock.connect();
  await seedTeachers(lock, { teachers: TEACHERS, circles: 1, workspaces: 1, sealedToken: sealedBotToken() });
  await seedCheckIns(lock, WEEK, 0, addDays(new Date(), 3));
  const instrument = (await readInstruments([])).first;
  taps = (await readTaps(lock, WEEK, instrument, addresses, new Date())).slice(0, TAPS);
  running = await startPolsslag(config, {
    role: 'web',
    connections: {
      slack: { signingSecret: SIGNING_SECRET, appToken: null, botToken: null, apiUrl: `${addresses.of(0)}/api/` },
      teams: null,
    },
    log: pino({ level: 'silent' }),
  });
});

afterEach(async () => {
  await lock.end();
  await running.stop();
  addresses.close();
  await test.drop();
});

const send = async (body: string, headers: Readonly<Record<string, string>>) =>
  (await fetch(`${running.url}/slack/events`, { method: 'POST', body, headers })).status;

const tapAll = () => taps.map(({ body, headers }) => send(body, headers));

/** Opening repeatedly needs retries, because an idle connection may be closed meanwhile. */
const isHomeOpened = (teacher: number) =>
  openHome(teacher).then(
    (status) => status === 200,
    () => false,
  );

/** Opens a home page, in the form of Slack's event. */
function openHome(teacher: number): Promise<number> {
  const body = JSON.stringify({
    type: 'event_callback',
    event_id: `Ev${teacher}`,
    team_id: 'T0',
    authorizations: [{ team_id: 'T0' }],
    event: { type: 'app_home_opened', user: `U${teacher}`, tab: 'home' },
  });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  return send(body, {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  });
}

const openHomes = () => Array.from({ length: TEACHERS }, (_, teacher) => openHome(teacher));

async function count(sql: string): Promise<number> {
  const [row] = await test.database.prisma.$queryRawUnsafe<{ count: number }[]>(sql);
  return row?.count ?? 0;
}
const stored = () => count('SELECT count(*)::int AS count FROM "Answer"');
const waiting = () =>
  count(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );

describe('while home pages hang on a lock', () => {
  it('every tap is stored', async () => {
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE "IncomingEvent" IN ACCESS EXCLUSIVE MODE');
    const homes = openHomes();
    // On a busy machine the first requests give up before the last begin, so there is always one more.
    const allHang = async () => (await waiting()) >= 10 || homes.push(openHome(homes.length % TEACHERS)) === 0;
    await waitUntil(allHang);
    const tapped = tapAll();

    await waitUntil(async () => (await stored()) === TAPS);
    await Promise.all(tapped);
    // Slack is told to try again, and nothing hangs any more although the lock is still held.
    expect((await Promise.all(homes)).filter((status) => status < 500)).toEqual([]);
    await waitUntil(async () => (await waiting()) === 0);
    await lock.query('ROLLBACK');
    await waitUntil(() => isHomeOpened(0));
  });
});

describe('while somebody changes the rows of everybody', () => {
  it('neither home pages nor taps wait for it', async () => {
    await lock.query('BEGIN');
    await lock.query('UPDATE "Account" SET rank = rank');
    const tapped = tapAll();
    const opened = await Promise.all(Array.from({ length: TEACHERS }, (_, teacher) => isHomeOpened(teacher)));
    // Those for whom a busy machine was too slow open it again one by one, while the lock is held.
    for (const [teacher, isOpen] of opened.entries()) if (!isOpen) await waitUntil(() => isHomeOpened(teacher));
    await waitUntil(async () => (await stored()) === TAPS);
    await Promise.all(tapped);
    await lock.query('ROLLBACK');
  });
});

describe('while taps themselves hang on a lock', () => {
  it('longer than Slack waits, they are stored when the lock is released', async () => {
    await lock.query('BEGIN');
    await lock.query('LOCK TABLE "Answer" IN ACCESS EXCLUSIVE MODE');
    const replaced = taps.map(({ number }) => addresses.replaced(number));
    const homes = openHomes();
    const tapped = tapAll();
    expect((await Promise.all(tapped)).filter((status) => status !== 503)).toEqual([]);
    await lock.query('ROLLBACK');
    await waitUntil(async () => (await stored()) === TAPS);
    // The message still moves on.
    await Promise.all(replaced);
    await Promise.all(homes);
  });
});
