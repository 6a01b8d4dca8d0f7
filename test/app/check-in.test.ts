import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerAll, answerOnce, newestMessageJson } from '../../playground/actors.ts';
import { type DemoPerson, SLACK_SCHOOLS } from '../../playground/partnership.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';
import { changeAnswersInDialog, openAnswersDialog, tapOldMessage } from './dialog-actions.ts';

let test: TestDemo;

beforeAll(async () => {
  test = await startTestDemo();
  await test.demo.toNextCheckIn();
});
afterAll(() => test.close());

function teacherOn(platform: DemoPerson['platform'], index: number): DemoPerson {
  const teachers = test.demo.teachers.filter((person) => person.platform === platform && person.language === 'nl');
  const teacher = teachers[index];
  if (!teacher) throw new Error('no such teacher');
  return teacher;
}

const look = (teacher: DemoPerson) => newestMessageJson(test.demo.simulators, teacher);

async function valuesOf(teacher: DemoPerson): Promise<number[]> {
  const { prisma } = test.demo.running.foundation.database;
  const rows = await prisma.answer.findMany({
    where: { person: { key: teacher.key } },
    orderBy: { answeredAt: 'asc' },
  });
  return rows.map(({ value }) => value);
}

describe('the check-ins of a week', () => {
  it('reach every teacher once, on the platform that they use', () => {
    const { slack, teams } = test.demo.simulators;
    const keys = [...slack.postsByKey()].filter(([key]) => key.startsWith('check-in:'));
    expect(keys).toHaveLength(12);
    expect(keys.every(([, count]) => count === 1)).toBe(true);
    // Supervisors only got a greeting when the app was added for them.
    const asked = teams.sends.filter(({ summary }) => /Drie korte vragen|Three short questions/.test(summary));
    const chats = asked.map(({ conversation }) => conversation);
    expect(chats).toHaveLength(11);
    expect(new Set(chats).size).toBe(11);
  });

  it('ask one item of each scale, and each item of a circle to a third of its teachers', async () => {
    const { database, instruments } = test.demo.running.foundation;
    const counts = new Map<string, number>();
    for (const { circleId, items } of await database.prisma.checkIn.findMany({ include: { items: true } })) {
      const scales = new Set(items.map(({ item }) => instruments.scaleOf(item)));
      expect(scales).toEqual(new Set(['vigour', 'dedication', 'absorption']));
      for (const { item } of items) counts.set(`${circleId}/${item}`, (counts.get(`${circleId}/${item}`) ?? 0) + 1);
    }
    expect(counts.size).toBe(18);
    // Circles of 12 and 11 teachers: three or four each.
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(3);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(4);
  });

  it('are not planned twice', async () => {
    await test.demo.running.background.scheduler.runNow('check-ins');
    expect(await test.demo.running.foundation.database.prisma.checkIn.count()).toBe(23);
  });
});

describe.each(['slack', 'teams'] as const)('a teacher on %s', (platform) => {
  it('answers with one tap a question, sees progress, and is thanked', async () => {
    const teacher = teacherOn(platform, 0);
    expect(look(teacher)).toContain('Vraag 1 van 3');
    await answerOnce(test.demo.simulators, teacher, () => 6);
    await waitUntil(() => look(teacher).includes('Vraag 2 van 3'));
    expect(await answerAll(test.demo.simulators, teacher, () => 6)).toBe(2);
    expect(look(teacher)).toContain('Dank je wel');
    expect(await valuesOf(teacher)).toEqual([6, 6, 6]);
  });

  it('makes no second answer and sees no error when the platform delivers a tap twice', async () => {
    const teacher = teacherOn(platform, 1);
    const tapped = await answerOnce(test.demo.simulators, teacher, () => 2);
    expect(tapped?.status).toBe(200);
    expect(await tapped?.redeliver()).toBe(200);
    expect(await valuesOf(teacher)).toEqual([2]);
  });

  it('makes no second answer and sees no error with a tap on an earlier version of the message', async () => {
    const teacher = teacherOn(platform, 2);
    await answerOnce(test.demo.simulators, teacher, () => 1);
    await waitUntil(() => look(teacher).includes('Vraag 2 van 3'));
    const [answered] = await test.demo.running.foundation.database.prisma.answer.findMany({
      where: { person: { key: teacher.key } },
    });
    expect(await tapOldMessage(test.demo.simulators, teacher, answered?.item ?? '', 5)).toBe(200);
    expect(await valuesOf(teacher)).toEqual([1]);
    expect(look(teacher)).toContain('Vraag 2 van 3');
  });

  it('sees and changes answers in a dialog, until the check-in closes', async () => {
    const teacher = teacherOn(platform, 3);
    await answerAll(test.demo.simulators, teacher, () => 4);
    const shown = await openAnswersDialog(test.demo.simulators, teacher);
    expect(shown).toContain('4 · Eens per week');
    expect(shown).toContain('Alleen jij ziet dit');
    await changeAnswersInDialog(test.demo.simulators, teacher, '3');
    await waitUntil(async () => (await valuesOf(teacher)).join() === '3,3,3');
  });

  it('gets a notice after a tap when they have stopped, and nothing more is stored', async () => {
    const teacher = teacherOn(platform, 7);
    await answerOnce(test.demo.simulators, teacher, () => 5);
    await waitUntil(() => look(teacher).includes('Vraag 2 van 3'));
    const { workspace, user } = teacher;
    await test.demo.running.features.receive({
      id: `stop-${platform}`,
      kind: 'command',
      words: 'stop',
      from: { platform, workspace, user },
      conversation: null,
    });
    await answerOnce(test.demo.simulators, teacher, () => 2);
    await waitUntil(() => look(teacher).includes('Je doet niet meer mee'));
    expect(await valuesOf(teacher)).toEqual([5]);
  });
});

describe('nobody else', () => {
  it('can answer a teacher’s check-in: somebody else’s id stores nothing', async () => {
    const { features, foundation } = test.demo.running;
    const owner = teacherOn('slack', 4);
    const other = teacherOn('slack', 5);
    const checkIn = await foundation.database.prisma.checkIn.findFirstOrThrow({
      where: { person: { key: owner.key } },
      include: { items: true },
    });
    const data = { checkIn: checkIn.id, item: checkIn.items[0]?.item ?? '', value: '3' };
    const tap = (changed: object, user = other.user) =>
      features.receive({
        id: 'forged',
        kind: 'tap',
        action: 'check-in.answer',
        from: { platform: 'slack', workspace: SLACK_SCHOOLS.team, user },
        data: { ...data, ...changed },
      });
    expect(JSON.stringify(await tap({}))).toContain('niet bewaard');
    expect(JSON.stringify(await tap({ value: '7' }, owner.user))).toContain('niet bewaard');
    expect(JSON.stringify(await tap({ value: '-1' }, owner.user))).toContain('niet bewaard');
    expect(JSON.stringify(await tap({ item: 'NO_SUCH' }, owner.user))).toContain('niet bewaard');
    expect(JSON.stringify(await tap({ checkIn: 'nonsense' }, owner.user))).toContain('niet bewaard');
    expect(await valuesOf(owner)).toEqual([]);
  });
});

describe('the week’s post', () => {
  it('arrives when the demonstration reports it, although the platform failed at first', async () => {
    const { teams } = test.demo.simulators;
    const before = teams.sends.length;
    teams.fail('createConversation', { status: 500, times: 1 });
    await test.demo.toNextMonday();
    expect(teams.sends.length - before).toBe(1);
  });
});

describe('what stays in a chat', () => {
  it('never holds an answer, once the whole week has been played', async () => {
    const { simulators } = test.demo;
    const teacher = teacherOn('slack', 6);
    await simulators.slack.slashCommand({ team: teacher.workspace, user: teacher.user }, '/polsslag', 'hulp');
    const staying = JSON.stringify([simulators.slack.recorded(), simulators.teams.recorded()]);
    expect(staying).toContain('Dank je wel');
    // The seven choices are on buttons; the chosen one must not be anywhere else.
    const { answers, items } = test.demo.running.foundation.instruments.first;
    for (const { value, label } of answers) {
      const outsideButtons = [`${value} · ${label}`].filter((text) => textOutsideButtons(simulators).includes(text));
      expect(outsideButtons).toEqual([]);
    }
    for (const { text } of items) expect(textAfterThanks(simulators)).not.toContain(text);
  });

  it('and what is logged holds no name, no text and no token', () => {
    const logged = test.logged();
    expect(logged.length).toBeGreaterThan(0);
    for (const { name, key } of test.demo.teachers) {
      expect(logged).not.toContain(name);
      expect(logged).not.toContain(key);
    }
    expect(logged).not.toContain('xoxb-');
    for (const { text } of test.demo.running.foundation.instruments.first.items) expect(logged).not.toContain(text);
  });

  it('nor who tapped or which question was answered, not even when every delivery is logged', async () => {
    const logged = test.logged();
    expect(logged).toContain('"level":"debug"');
    const { prisma } = test.demo.running.foundation.database;
    const answers = await prisma.answer.findMany({ include: { person: { include: { accounts: true } } } });
    expect(answers.length).toBeGreaterThan(10);
    const told = answers.flatMap(({ id, item, checkInId, person }) => [
      ...[id, item, checkInId ?? item, person.id],
      ...person.accounts.flatMap((account) => [account.id, account.externalId]),
    ]);
    expect(told.filter((word) => logged.includes(word))).toEqual([]);
  });
});

type Simulators = TestDemo['demo']['simulators'];

/** All texts of kept messages, except those on buttons. */
function textOutsideButtons({ slack, teams }: Simulators): string {
  const drop = (_key: string, value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    (value.type === 'button' || String(value.type).startsWith('Action.'))
      ? undefined
      : value;
  return JSON.stringify([slack.recorded(), teams.recorded()], drop);
}

/** The kept versions that say thanks: they ask nothing, so they contain no item. */
function textAfterThanks({ slack, teams }: Simulators): string {
  const looks = [...slack.recorded(), ...teams.recorded()].map((each) => JSON.stringify(each));
  return looks.filter((each) => each.includes('Dank je wel')).join('\n');
}
