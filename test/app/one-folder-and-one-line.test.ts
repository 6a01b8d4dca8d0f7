import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { answerAll, newestMessageJson } from '../../playground/actors.ts';
import { tapUntilOpen } from '../../playground/chat-driver.ts';
import type { DemoPerson } from '../../playground/partnership.ts';
import { FEATURES } from '../../src/app/features.ts';
import type { gather } from '../../src/app/gather.ts';
import { erasePerson } from '../../src/people/erase-person.ts';
import { createCommandRunner } from '../cli/command-runner.ts';
import { feature as wish } from '../fixtures/wish/feature.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';
import { openFeatures } from './open-features.ts';

/*
 * A feature that the product does not know: a folder (test/fixtures/wish), and the one line below. It has a table with
 * its own migration, a word, a dialog, a message, a schedule, a section of the home page, a web page, a command and an
 * import, and exports what it stores about somebody. It also adds to the thanks after a check-in and to the weekly
 * post, which belong to features that do not know it.
 */

const WITH_WISH = [...FEATURES, wish];

let test: TestDemo;

beforeAll(async () => {
  test = await startTestDemo(null, WITH_WISH);
  const migration = new URL('../fixtures/wish/migration.sql', import.meta.url);
  await prisma().$executeRawUnsafe(readFileSync(migration, 'utf8'));
});
afterAll(() => test.close());

const prisma = () => test.demo.running.foundation.database.prisma;
const wishes = async () => Number(await (await fetch(`${test.demo.url}/wishes`)).text());
const look = (teacher: DemoPerson) => newestMessageJson(test.demo.simulators, teacher);

function teacherOn(platform: DemoPerson['platform']): DemoPerson {
  const found = test.demo.teachers.find((one) => one.platform === platform && one.language === 'nl');
  if (!found) throw new Error(`no Dutch teacher on ${platform}`);
  return found;
}

const slackLook = z.looseObject({ channel: z.string(), message: z.looseObject({ ts: z.string() }) });
const teamsLook = z.looseObject({ id: z.string() });

/** A teacher with the new feature, on either platform. */
function chatUserOf(teacher: DemoPerson) {
  const { slack, teams } = test.demo.simulators;
  const { platform, workspace, user } = teacher;
  const [inSlack, inTeams] = [
    { team: workspace, user },
    { tenant: workspace, user },
  ];
  const modal = () =>
    slack
      .state()
      .workspaces.find(({ team }) => team === workspace)
      ?.modals[user]?.at(-1) ?? null;
  const task = () => teams.state().users.find((one) => one.tenant === workspace && one.user === user)?.dialog ?? null;
  if (platform === 'slack') {
    return {
      type: (words: string) => slack.typeMessage(inSlack, words),
      open: async () => {
        const { channel, message } = slackLook.parse(JSON.parse(look(teacher)));
        const [, actionId = ''] = /"action_id":"(wish\.open[^"]*)"/.exec(JSON.stringify(message)) ?? [];
        const tapIt = () => slack.tap({ ...inSlack, channel, ts: message.ts, actionId });
        await tapUntilOpen(() => modal() !== null, tapIt);
      },
      submit: async (text: string) => JSON.stringify(await slack.submitModal(inSlack, { wish: text })),
      dialog: () => JSON.stringify(modal()),
    };
  }
  return {
    type: (words: string) => teams.typeMessage(inTeams, words),
    open: async () => {
      const { id } = teamsLook.parse(JSON.parse(look(teacher)));
      await teams.openDialog({ ...inTeams, activityId: id, actionIndex: 0 });
    },
    submit: async (text: string) => JSON.stringify(await teams.submitDialog(inTeams, { 'text.wish': text })),
    dialog: () => JSON.stringify(task()),
  };
}

describe.each(['slack', 'teams'] as const)('a feature of one folder and one line, on %s,', (platform) => {
  const wishOf = async ({ key }: DemoPerson) => {
    const rows = await prisma().$queryRaw<{ text: string }[]>`
      SELECT text FROM "Wish" JOIN "Person" p ON p.id = "personId" WHERE p.key = ${key}`;
    return rows[0]?.text ?? null;
  };

  it('is in the help, and answers its word', async () => {
    const teacher = teacherOn(platform);
    await chatUserOf(teacher).type('hulp');
    await waitUntil(() => look(teacher).includes('wens: je wens'));
    await chatUserOf(teacher).type('Wens!');
    await waitUntil(() => look(teacher).includes('Wat wens je je leerlingen?'));
  });

  it('asks for a text, keeps the dialog open with what is not right, and stores what is', async () => {
    const teacher = teacherOn(platform);
    const chatUser = chatUserOf(teacher);
    await chatUser.open();
    expect(chatUser.dialog()).toContain('Alleen jij ziet je wens.');
    const refused = await chatUser.submit('Rust');
    expect(`${refused}${chatUser.dialog()}`).toContain('Schrijf een paar woorden meer.');
    expect(await wishOf(teacher)).toBeNull();
    await chatUser.submit('Rust in de klas');
    await waitUntil(async () => (await wishOf(teacher)) === 'Rust in de klas');
  });

  it('sends its message when its schedule is due, once', async () => {
    const teacher = teacherOn(platform);
    await test.demo.running.background.scheduler.runNow('wishes');
    await waitUntil(() => look(teacher).includes('Je wenste: Rust in de klas'));
    await test.demo.running.background.scheduler.runNow('wishes');
    const { id } = await prisma().person.findUniqueOrThrow({ where: { key: teacher.key } });
    expect(await prisma().notification.count({ where: { kind: 'wish', subject: id } })).toBe(1);
  });
});

describe.each(['slack', 'teams'] as const)('the thanks after a check-in, on %s,', (platform) => {
  it('offers what the feature has to offer', async () => {
    const teacher = teacherOn(platform);
    await test.demo.running.background.scheduler.runNow('check-ins');
    await waitUntil(() => look(teacher).includes('Vraag 1 van 3'));
    expect(look(teacher)).not.toContain('Schrijf je wens');
    expect(await answerAll(test.demo.simulators, teacher, () => 4)).toBe(3);
    await waitUntil(() => look(teacher).includes('Dank je wel'));
    expect(look(teacher)).toContain('Schrijf je wens');
  });
});

describe('the same feature', () => {
  it('has its section of the home page', async () => {
    const { workspace, user } = teacherOn('slack');
    const { slack } = test.demo.simulators;
    await slack.openHome({ team: workspace, user });
    await waitUntil(() => JSON.stringify(slack.recordedPrivate()).includes('Je wenste: Rust in de klas'));
  });

  it('has its web page', async () => {
    expect(await (await fetch(`${test.demo.url}/wishes`)).text()).toBe('2');
  });

  it('has its command', async () => {
    const commands = createCommandRunner({ url: test.demo.running.foundation.database.url }, { features: WITH_WISH });
    expect(await commands.run('wishes')).toMatchObject({ code: 0, out: 'Wishes: 2.\n' });
    expect((await commands.run('--help')).out).toContain('how many wishes there are');
    commands.removeFiles();
  });

  it('has its import, with the faults and the dry run that every import has', async () => {
    // An import into a demonstration would be refused, because the next demonstration erases it.
    await prisma().deployment.updateMany({ data: { demonstration: false } });
    const commands = createCommandRunner({ url: test.demo.running.foundation.database.url }, { features: WITH_WISH });
    const other = test.demo.teachers.find((one) => one.platform === 'slack' && one !== teacherOn('slack'));
    const file = commands.file('wishes.csv', ['person;text', `${other?.key};Stilte`]);
    expect(await commands.run('import', 'wishes', file, '--dry-run')).toMatchObject({ code: 0 });
    expect(await wishes()).toBe(2);
    expect(await commands.run('import', 'wishes', file)).toEqual({
      code: 0,
      out: 'Wishes: 1 new, 0 unchanged.\n',
      err: 'The file was read with semicolons between the cells.\n',
    });
    const strange = commands.file('strange.csv', ['person,text', 'nobody,Stilte']);
    expect(await commands.run('import', 'wishes', strange)).toMatchObject({
      code: 2,
      err: 'Line 2, column person: is not known; import people first.\n',
    });
    expect(await wishes()).toBe(3);
    expect((await commands.run('import', '--help')).out).toMatch(
      /bring in schools, people, answers, .*or wishes from a CSV file/,
    );
    commands.removeFiles();
  });

  it('has its line in the weekly post', async () => {
    test.demo.clock.moveTo(new Date('2026-11-23T08:00:00Z'));
    await test.demo.running.background.scheduler.runNow('publication');
    await waitUntil(() => JSON.stringify(test.demo.simulators.slack.state()).includes('Wensen tot nu toe: 3.'));
  });

  it('is in the page with somebody’s own data, and is erased with them', async () => {
    const { key, workspace, user } = teacherOn('slack');
    const { slack } = test.demo.simulators;
    await slack.typeMessage({ team: workspace, user }, 'mijn gegevens');
    const address = () => /"url":"([^"]+\/my-data[^"]+)"/.exec(look(teacherOn('slack')))?.[1];
    await waitUntil(() => address() !== undefined);
    const page = await (await fetch(address() ?? '', { method: 'POST' })).text();
    expect(page).toContain('Wat je schreef');
    expect(page).toContain('Rust in de klas');
    const { id } = await prisma().person.findUniqueOrThrow({ where: { key } });
    const before = await wishes();
    await erasePerson(prisma(), id);
    expect(await wishes()).toBe(before - 1);
  });

  it('is refused when another one claims its name, its word, its schedule or its message', async () => {
    const { database } = test.demo.running.foundation;
    const open = (other: Parameters<typeof gather>[0][number]) =>
      openFeatures(database, () => test.demo.clock.now(), { features: [...WITH_WISH, other] });
    await expect(open({ name: 'wish' })).rejects.toThrow('claim the name wish');
    await expect(open({ name: 'b', words: [{ command: 'b', ways: ['wens'] }] })).rejects.toThrow(
      'claim the words "wens"',
    );
    const made = wish.make;
    if (!made) throw new Error('it is made of nothing');
    const partOf = (name: 'messages' | 'schedules' | 'taps') =>
      open({ name: 'b', make: (tools) => ({ [name]: made(tools)[name] }) });
    await expect(partOf('messages')).rejects.toThrow('claim the message wish');
    await expect(open({ name: 'b', make: (tools) => ({ posts: made(tools).messages ?? {} }) })).rejects.toThrow(
      'claim the message wish',
    );
    await expect(partOf('schedules')).rejects.toThrow('claim the schedule wishes');
    await expect(partOf('taps')).rejects.toThrow('claim wish.open');
  });
});

it('takes one line of features.ts for each folder that the product has', () => {
  const lines = readFileSync(new URL('../../src/app/features.ts', import.meta.url), 'utf8').split('\n');
  const folders = readdirSync(new URL('../../src/features/', import.meta.url));
  expect(folders.length).toBeGreaterThan(15);
  for (const folder of folders) {
    const naming = lines.filter((line) => line.includes(`/${folder}/`));
    expect(naming).toEqual([`  import('../features/${folder}/feature.ts'),`]);
  }
});
