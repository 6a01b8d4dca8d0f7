import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { answerAll, newestMessageJson } from '../../playground/actors.ts';
import { type Demo, startDemo } from '../../playground/demo.ts';
import { createDemoPage } from '../../playground/demo-page.ts';
import { SLACK_CHANNEL } from '../../playground/partnership.ts';
import { saveTables } from '../../playground/saved-tables.ts';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { makeUsedDataFolder } from '../data-folder.ts';

/* The state with which `npm run demo` starts, made by the first start and saved for the next. */

/**
 * A folder in which it was started without a past, which takes seconds, and stopped. It is made once and copied for
 * each test.
 */
let made: string;
let conversations: readonly number[];
let dataDir: string;
let demo: Demo | null = null;
let said: string[] = [];

beforeAll(async () => {
  made = makeUsedDataFolder('kept-made');
  dataDir = made;
  const first = await begin({ pastWeeks: null });
  conversations = conversationsOf(first);
  const { prisma } = first.running.foundation.database;
  // These rows belong to nobody, so nothing else deletes them.
  await prisma.interventionPeriod.create({
    data: { period: '2020-01', publishedAt: new Date(), ended: new Date(), told: [], body: '{}' },
  });
  await prisma.helpWaiting.create({ data: { week: '2020-W01', days: 3 } });
  await end();
});
beforeEach(() => {
  said = [];
});

afterEach(async () => {
  await end();
  rmSync(dataDir, { recursive: true, force: true });
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

test('a second start restores what the first one made, and everything in it works', async () => {
  dataDir = makeUsedDataFolder('saved-demo');
  const first = await begin();
  const before = await everything(first);
  expect(first.simulators.slack.requests).not.toHaveLength(0);
  await end();
  const again = await begin();
  expect(await everything(again)).toEqual(before);
  expect([again.simulators.slack.requests, again.simulators.teams.requests]).toEqual([[], []]);
  expect(said).toEqual([]);

  for (const platform of ['slack', 'teams'] as const) {
    const teacher = again.teachers.find((person) => person.platform === platform);
    if (!teacher) throw new Error('nobody there');
    expect(await answerAll(again.simulators, teacher, () => 4)).toBe(3);
    expect(newestMessageJson(again.simulators, teacher)).toContain('Dank je wel');
  }
  const [picture] = /http:[^"]+\/pictures\/[^"]+\.png/.exec(JSON.stringify(again.simulators.slack.state())) ?? [];
  expect((await fetch(picture ?? '')).status).toBe(200);
  await again.toNextDay();
  await again.toNextMonday();
  await again.toNextMonday();
  expect(postedWeeks(again)).toEqual([45, 46, 47, 48].map((week) => `Zo was week ${week}`));
  await again.toNextCheckIn();
  // Teachers answer before their check-ins close, also when the clock moves a day at a time.
  const { prisma } = again.running.foundation.database;
  const given = await prisma.answer.count();
  for (const _ of ['Wednesday', 'Thursday', 'Friday', 'Saturday']) await again.toNextDay();
  expect(await prisma.answer.count()).toBeGreaterThan(given + 30);
});

test('a demonstration with other settings is made again, and nothing of the old one is left', async () => {
  dataDir = makeUsedDataFolder('saved-demo', made);
  const other = await begin({ seed: 8, pastWeeks: null });
  const { database } = other.running.foundation;
  expect(await database.prisma.interventionPeriod.count({ where: { period: '2020-01' } })).toBe(0);
  expect(await database.prisma.helpWaiting.count({ where: { week: '2020-W01' } })).toBe(0);
  expect(other.simulators.slack.requests).not.toHaveLength(0);
  expect(said).toEqual([]);
});

test('a damaged file is reported and the demonstration made again', async () => {
  dataDir = makeUsedDataFolder('saved-demo', made);
  const file = path.join(dataDir, 'demonstration.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('leerkracht-02', 'leerkracht-01'));

  const again = await begin({ pastWeeks: null });
  expect(said).toEqual([expect.stringContaining('damaged')]);
  expect(conversationsOf(again)).toEqual(conversations);
  await end();
  // And saved again.
  said = [];
  const third = await begin({ pastWeeks: null });
  expect([third.simulators.slack.requests, said]).toEqual([[], []]);
});

async function begin({ seed = 7, pastWeeks = 2 }: { seed?: number; pastWeeks?: number | null } = {}): Promise<Demo> {
  demo = await startDemo({
    config: readConfig({ PORT: '0', POLSSLAG_DATA_DIR: dataDir }),
    log: createLog('silent'),
    now: new Date('2026-11-24T12:00:00Z'),
    seed,
    pastWeeks,
    kept: { say: (line) => void said.push(line) },
    page: createDemoPage,
  });
  return demo;
}

async function end(): Promise<void> {
  await demo?.stop();
  demo = null;
}

/** The posts in the supervisors' channel, in order. */
function postedWeeks({ simulators }: Demo): string[] {
  const conversations = simulators.slack.state().workspaces.flatMap((workspace) => workspace.conversations);
  const posts = conversations
    .filter(({ channel }) => channel === SLACK_CHANNEL.channel)
    .flatMap(({ messages }) => messages);
  return posts.flatMap((post) => /Zo was week \d+/.exec(JSON.stringify(post)) ?? []);
}

function conversationsOf({ simulators }: Demo): number[] {
  return simulators.slack.state().workspaces.map((workspace) => workspace.conversations.length);
}

/** The content of the database and of both platforms, and of the page. */
async function everything({ simulators, running, url }: Demo): Promise<unknown> {
  const { slack, teams } = simulators;
  const page: unknown = await (await fetch(`${url}/playground/state`)).json();
  const tables = await saveTables(running.foundation.database);
  const texts = JSON.stringify({ tables, slack: slack.state(), teams: teams.state(), page })
    .replaceAll(slack.url, 'slack')
    .replaceAll(teams.url, 'teams')
    .replaceAll(url, 'app')
    // The clock moves on.
    .replace(/"now":"[^"]+"/, '');
  return JSON.parse(texts.replace(',"moving"', '"moving"'));
}
