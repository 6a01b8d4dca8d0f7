import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { z } from 'zod';
import { answerAll, answerOnce, newestMessageJson } from '../../playground/actors.ts';
import type { DemoPerson } from '../../playground/partnership.ts';
import { describeWithRedis, redisUrl } from '../redis.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';
import { findInDatabase, findInRedis } from './traces.ts';

/*
 * Somebody who is erased leaves no trace: not in any column of any table of the database, including BullMQ's, nor in
 * any key of Redis. First their past is made, by what a teacher does in a week.
 */

const suites = [
  { queue: 'PostgreSQL', redis: undefined, suite: describe },
  { queue: 'Redis', redis: redisUrl, suite: describeWithRedis },
] as const;

for (const { queue, redis, suite } of suites) {
  suite(`with the queue on ${queue}`, () => {
    let test: TestDemo;
    beforeAll(async () => {
      if (redis) await emptyRedis(redis);
      test = await startTestDemo(0, undefined, redis ? { REDIS_URL: redis } : {});
      await test.demo.toNextCheckIn();
    });
    afterAll(() => test.close());

    const database = () => test.demo.running.foundation.database;
    const look = (teacher: DemoPerson) => newestMessageJson(test.demo.simulators, teacher);
    const traces = async (words: readonly string[]) => [
      ...(await findInDatabase(database(), words)),
      ...(redis ? await findInRedis(redis, words) : []),
    ];

    /** Everything that belongs to this person and to nobody else. */
    async function wordsOf({ key, name, user }: DemoPerson): Promise<string[]> {
      const { id, accounts, checkIns } = await database().prisma.person.findUniqueOrThrow({
        where: { key },
        include: { accounts: { include: { notifications: true } }, checkIns: true },
      });
      const others = await database().prisma.account.findMany({ where: { personId: { not: id } } });
      const shared = new Set(others.flatMap(({ conversation }) => valuesOf(conversation)));
      const conversations = accounts.flatMap(({ conversation }) => valuesOf(conversation));
      const sent = accounts.flatMap(({ notifications }) => notifications);
      const references = sent.flatMap(({ reference }) => reference ?? []);
      return [
        ...[id, key, name, user, ...references],
        ...conversations.filter((value) => !shared.has(value)),
        ...accounts.map((account) => account.id),
        ...checkIns.map((checkIn) => checkIn.id),
        ...sent.map((notification) => notification.id),
      ];
    }

    it.each(['slack', 'teams'] as const)('somebody on %s who is forgotten leaves no trace', async (platform) => {
      const teacher = teacherOn(test, platform);
      expect(await answerAll(test.demo.simulators, teacher, () => 4)).toBe(3);
      await type(test, teacher, 'mijn gegevens');
      await waitUntil(() => look(teacher).includes('/my-data/'));
      const [address = ''] = /http[^"\\]+\/my-data\/[\w-]+/.exec(look(teacher)) ?? [];
      expect((await fetch(address, { method: 'POST' })).status).toBe(200);

      const home = () => homeOf(test, teacher);
      if (platform === 'slack') {
        await test.demo.simulators.slack.openHome({ team: teacher.workspace, user: teacher.user });
        await waitUntil(() => home().includes('4 · Eens per week'));
      }
      const words = await wordsOf(teacher);
      const before = await traces(words);
      // The search must find what exists, so that finding nothing afterwards proves something.
      for (const word of words) expect(before.filter((found) => found.endsWith(`: ${word}`))).not.toEqual([]);

      await type(test, teacher, 'vergeet mij');
      await waitUntil(() => look(teacher).includes('Zal ik je vergeten?'));
      const asked = look(teacher);
      await press(test, teacher, 'Ja, vergeet mij');
      await waitUntil(() => look(teacher).includes('ken je niet meer'));
      if (platform === 'slack') await waitUntil(() => home().includes('ken je niet meer'));
      expect(home()).not.toContain('4 · Eens per week');
      expect(await traces(words)).toEqual([]);

      // Whatever they tap or type afterwards gets a kind answer, and none of their data comes back.
      await pressOn(test, teacher, asked, 'Nee, wis niets', true);
      await type(test, teacher, 'check-in');
      await waitUntil(() => look(teacher).includes('Ik ken je nog niet'));
      await test.demo.running.features.settled();
      await test.demo.running.background.scheduler.runNow('check-ins');
      expect(await traces(words)).toEqual([]);
      expect((await fetch(address)).status).toBe(404);
    });

    it('somebody who left the list and is erased leaves nothing on their home page in Slack', async () => {
      const teacher = teacherOn(test, 'slack', 1);
      await answerAll(test.demo.simulators, teacher, () => 4);
      await test.demo.simulators.slack.openHome({ team: teacher.workspace, user: teacher.user });
      await waitUntil(() => homeOf(test, teacher).includes('4 · Eens per week'));
      const { prisma } = database();
      const longAgo = new Date(test.demo.clock.now().getTime() - 400 * 86_400_000);
      await prisma.person.update({ where: { key: teacher.key }, data: { missingSince: longAgo } });
      await prisma.account.updateMany({
        where: { person: { key: teacher.key } },
        data: { unreachableSince: longAgo, unreachableWhy: 'user_disabled' },
      });
      await test.demo.running.background.scheduler.runNow('leavers');
      expect(await prisma.person.count({ where: { key: teacher.key } })).toBe(0);
      expect(homeOf(test, teacher)).toContain('ken je niet meer');
      expect(homeOf(test, teacher)).not.toContain('4 · Eens per week');
    });

    it('the search finds a trace wherever it is', async () => {
      const { prisma } = database();
      await prisma.$executeRaw`INSERT INTO "ScheduledRun" (name, period) VALUES ('planted', 'for U0PLANTED')`;
      await test.demo.running.foundation.queue.queue('background').add('planted', { person: 'U0PLANTED' });
      const found = (await traces(['U0PLANTED'])).join('\n');
      expect(found).toContain('"ScheduledRun"');
      expect(found).toMatch(redis ? /polsslag.*U0PLANTED/ : /bullmq\..*U0PLANTED/);
      expect(await traces(['U0PLANTE'])).toEqual([]);
    });

    it('lets other people’s data be', async () => {
      const other = teacherOn(test, 'teams', 3);
      expect((await answerOnce(test.demo.simulators, other, () => 2))?.status).toBe(200);
      const { key } = other;
      expect(await database().prisma.answer.count({ where: { person: { key } } })).toBe(1);
    });
  });
}

/** Their home page, which Slack keeps. */
function homeOf({ demo }: TestDemo, { workspace, user }: DemoPerson): string {
  const { workspaces } = demo.simulators.slack.state();
  return JSON.stringify(workspaces.find(({ team }) => team === workspace)?.homes[user] ?? '');
}

function valuesOf(conversation: unknown): string[] {
  return Object.values(z.record(z.string(), z.string()).catch({}).parse(conversation));
}

async function emptyRedis(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushdb();
  client.disconnect();
}

function teacherOn({ demo }: TestDemo, platform: DemoPerson['platform'], index = 0): DemoPerson {
  const found = demo.teachers.filter((one) => one.platform === platform && one.language === 'nl')[index];
  if (!found) throw new Error(`no Dutch teacher on ${platform}`);
  return found;
}

function type({ demo: { simulators } }: TestDemo, { platform, workspace, user }: DemoPerson, words: string) {
  return platform === 'slack'
    ? simulators.slack.typeMessage({ team: workspace, user }, words)
    : simulators.teams.typeMessage({ tenant: workspace, user }, words);
}

const press = (test: TestDemo, teacher: DemoPerson, label: string) =>
  pressOn(test, teacher, newestMessageJson(test.demo.simulators, teacher), label);

const inSlack = z.looseObject({
  channel: z.string(),
  message: z.looseObject({
    ts: z.string(),
    blocks: z.array(
      z.looseObject({
        elements: z.array(z.looseObject({ action_id: z.string().catch(''), text: z.unknown() })).catch([]),
      }),
    ),
  }),
});

/** @param seen the message when the person looked at it */
async function pressOn(test: TestDemo, teacher: DemoPerson, seen: string, label: string, stale = false): Promise<void> {
  const { slack, teams } = test.demo.simulators;
  const { platform, workspace, user } = teacher;
  if (platform === 'teams') {
    const { id } = z.looseObject({ id: z.string() }).parse(JSON.parse(seen));
    await teams.execute({ tenant: workspace, user, activityId: id, title: label, stale });
    return;
  }
  const { channel, message } = inSlack.parse(JSON.parse(seen));
  const elements = message.blocks.flatMap((block) => block.elements);
  const actionId = elements.find((one) => JSON.stringify(one).includes(`"${label}"`))?.action_id ?? '';
  await slack.tap({ team: workspace, user, channel, ts: message.ts, actionId, stale });
}
