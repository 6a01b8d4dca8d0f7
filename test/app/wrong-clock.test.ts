import { rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addWeeks } from 'date-fns';
import { type SlackSimulator, startSlackSimulator } from '../../playground/slack/simulator.ts';
import { connectSlackWorkspace } from '../../src/database/workspace-store.ts';
import { createOnboardingStore } from '../../src/features/onboarding/store.ts';
import { BOT_SCOPES } from '../../src/platforms/slack/scopes.ts';
import { seal } from '../../src/secrets/seal.ts';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';
import { type RunningCommand, runPolsslag } from '../cli/command-process.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, type TestTeacher } from '../fixtures/partnership.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';

const PRELOAD = pathToFileURL(fileURLToPath(new URL('../fixtures/settable-clock.mjs', import.meta.url))).href;
const HOUR_MS = 3_600_000;
/** Half of them are written before the clock is set, and half afterwards. */
const MESSAGES = 100;
const KEYS = [{ id: 'k1', key: Buffer.alloc(32, 7) }];

let folder: string;
let test: TestDatabase;
let slack: SlackSimulator;
let teachers: readonly TestTeacher[];
let worker: RunningCommand | null = null;

beforeAll(() => {
  folder = makeTemporaryFolder('clock');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  test = await createTestDatabase();
  slack = await startSlackSimulator({
    signingSecret: 'secret',
    appUrl: () => 'http://127.0.0.1:9',
    scopes: BOT_SCOPES,
    postsPerSecondPerChannel: null,
    postsPerMinutePerWorkspace: null,
  });
  const { botToken, botUser } = slack.addWorkspace({ team: TEAM, name: 'School' });
  teachers = await addPartnership(test.database, { Noord: MESSAGES }, new Date());
  for (const { user } of teachers) slack.addUser({ team: TEAM, user, name: 'Anna' });
  await connectSlackWorkspace(test.database.prisma, {
    externalId: TEAM,
    name: 'School',
    botUser,
    sealedToken: seal(botToken, KEYS),
  });
});
afterEach(async () => {
  worker?.process.kill('SIGTERM');
  await worker?.ended;
  worker = null;
  await slack.close();
  await test.drop();
});

/** Writes an invitation for these teachers, as a process with the right time does. */
async function invite(some: readonly TestTeacher[]): Promise<void> {
  const ids = some.map(({ id }) => id);
  await test.database.prisma.person.updateMany({ where: { id: { in: ids } }, data: { consentedAt: null } });
  const now = new Date();
  await createOnboardingStore(test.database).inviteTeachers(now, addWeeks(now, 1));
}

const sent = () => test.database.prisma.notification.count({ where: { state: 'sent' } });

async function deliversAfter(shiftMs: number, queue: Readonly<Record<string, string>>): Promise<void> {
  worker = runPolsslag(['start', '--role', 'worker'], {
    NODE_OPTIONS: `--import ${PRELOAD}`,
    SHIFT_MS: String(shiftMs),
    DATABASE_URL: test.url,
    POLSSLAG_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    POLSSLAG_DATA_DIR: folder,
    POLSSLAG_PLATFORMS: 'slack',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    SLACK_API_URL: `${slack.url}/api/`,
    POLSSLAG_CHECK_IN_SCHEDULE: '0 3 1 1 *',
    POLSSLAG_PUBLICATION_SCHEDULE: '0 3 1 1 *',
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...queue,
  });
  await invite(teachers.slice(0, MESSAGES / 2));
  await waitUntil(async () => (await sent()) === MESSAGES / 2);
  worker.process.kill('SIGUSR2');
  await invite(teachers.slice(MESSAGES / 2));
  await waitUntil(async () => (await sent()) === MESSAGES);
  const posts = [...slack.postsByKey().values()];
  expect(posts).toEqual(Array.from({ length: MESSAGES }, () => 1));
  const rows = await test.database.prisma.notification.findMany();
  const farthest = Math.max(...rows.map(({ sentAt }) => Math.abs((sentAt?.getTime() ?? 0) - Date.now())));
  expect(farthest).toBeLessThan(HOUR_MS / 2);
}

const SHIFTS: readonly [string, number][] = [
  ['back', -HOUR_MS],
  ['ahead', HOUR_MS],
];

describe('a worker whose machine’s clock is set an hour', () => {
  it.each(SHIFTS)('%s still sends everything, with its queue on PostgreSQL', async (_, shift) => {
    await deliversAfter(shift, {});
  });
});

describeWithRedis('a worker whose machine’s clock is set an hour, with its queue on Redis,', () => {
  it.each(SHIFTS)('%s still sends everything', async (_, shift) => {
    await deliversAfter(shift, { REDIS_URL: redisUrl ?? '' });
  });
});
