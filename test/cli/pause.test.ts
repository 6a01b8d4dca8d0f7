import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { fakeChatPlatform } from '../fakes/chat-platform.ts';
import { type DeliveryWorker, startDelivery, TEST_OPTIONS, testClock } from '../outbox/delivery-rig.ts';
import {
  createWorkspace,
  fillOutbox,
  NOW,
  notificationsFor,
  statesOf,
  type TestWorkspace,
} from '../outbox/fill-outbox.ts';
import { waitUntil } from '../wait-until.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

const PEOPLE = 12;

let test: TestDatabase;
let commands: CommandRunner;
let teams: TestWorkspace;
let worker: DeliveryWorker | null = null;

beforeAll(async () => {
  test = await createTestDatabase();
  teams = await createWorkspace(test.database, 'teams', 'tenant-1', PEOPLE);
});
beforeEach(async () => {
  await test.database.prisma.$executeRaw`TRUNCATE "Notification", "Lane", "Deployment" CASCADE`;
  commands = createCommandRunner(test);
  commands.settings.now = NOW;
});
afterEach(async () => {
  await worker?.stop();
  worker = null;
  commands.removeFiles();
});
afterAll(() => test.drop());

const sent = async () => (await statesOf(test.database, teams.lane))['sent'] ?? 0;

describe('pause and resume', () => {
  it('stops a running worker between two messages, keeps what waits, and sends it after resuming', async () => {
    const platform = fakeChatPlatform('teams');
    let letThrough: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letThrough = resolve;
    });
    platform.onSend(() => ({ kind: 'accept-late', until: held }));
    await fillOutbox(test.database, notificationsFor(teams, 'n'));
    // Messages that somebody asked for wait too.
    expect(await test.database.prisma.notification.count({ where: { unasked: null } })).toBe(PEOPLE);
    expect((await commands.run('pause', '--help')).out).toContain('no message leaves but replies');
    worker = startDelivery(test.database, { kind: 'postgres', url: test.url }, { teams: platform });
    const { inFlight } = TEST_OPTIONS.teams;
    await waitUntil(() => platform.attempts() === inFlight);

    const paused = await commands.run('pause');
    expect(paused).toMatchObject({ code: 0, err: '' });
    expect(paused.out).toBe(
      `Paused: from now on nothing is planned or sent. Messages that wait: ${PEOPLE - inFlight}. polsslag resume goes on.\n`,
    );
    letThrough();
    await waitUntil(async () => (await sent()) === inFlight);
    expect(await worker.delivery.enqueueDue(testClock())).toBe(0);
    expect(platform.attempts()).toBe(inFlight);
    expect(await statesOf(test.database, teams.lane)).toEqual({ sent: inFlight, queued: PEOPLE - inFlight });

    expect((await commands.run('resume')).out).toMatch(/^It goes on, after a pause since Tue 17 Nov 2026, 15:30\./);
    await waitUntil(async () => (await sent()) === PEOPLE);
    expect(platform.delivered).toHaveLength(PEOPLE);
  });

  it('says what to do where the database takes no writes', async () => {
    const operator = new pg.Client({ connectionString: test.url });
    await operator.connect();
    const setReadOnly = async (how: string) => {
      await operator.query(`ALTER DATABASE ${new URL(test.url).pathname.slice(1)} ${how}`);
      // It applies to later connections.
      await operator.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
    };
    await setReadOnly('SET default_transaction_read_only = on');
    try {
      const { code, err } = await commands.run('pause');
      expect([code, err]).toEqual([69, expect.stringMatching(/^The database takes no writes\. Either[^\n]+\n$/)]);
    } finally {
      await setReadOnly('RESET default_transaction_read_only');
      await operator.end();
    }
  });

  it('may be repeated: a pause keeps its beginning, and resuming twice changes nothing', async () => {
    await commands.run('pause');
    commands.settings.now = new Date('2026-11-18T09:00:00Z');
    expect((await commands.run('pause')).out).toMatch(/^It was paused already\./);
    expect(await test.database.prisma.deployment.findMany()).toMatchObject([{ pausedAt: NOW, demonstration: false }]);
    expect((await commands.run('resume')).code).toBe(0);
    expect(await commands.run('resume')).toEqual({ code: 0, out: 'It was not paused.\n', err: '' });
  });

  it('says how many messages became too late meanwhile', async () => {
    const soon = new Date(NOW.getTime() + 60_000);
    await fillOutbox(test.database, notificationsFor(teams, 'soon', { notAfter: soon }).slice(0, 3));
    await fillOutbox(test.database, notificationsFor(teams, 'later').slice(0, 2));
    await commands.run('pause');
    commands.settings.now = new Date(NOW.getTime() + 120_000);
    expect((await commands.run('resume')).out).toContain('Too late to send, and so not sent at all: 3 messages.\n');
  });

  it('is reported by doctor, with how to resume, instead of late messages', async () => {
    await fillOutbox(test.database, notificationsFor(teams, 'n'));
    await commands.run('pause');
    commands.settings.now = new Date('2026-11-18T09:00:00Z');
    const { out } = await commands.run('doctor');
    expect(out).toContain(
      'hint   Messages: paused since Tue 17 Nov 2026, 15:30: nothing is planned or sent until polsslag resume.\n',
    );
    expect(out).not.toContain('late in');
  });
});
