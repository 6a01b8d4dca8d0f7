import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { codeSaid, makeCode, plainCode } from '../../../src/features/join/code.ts';
import { createJoinStore } from '../../../src/features/join/store.ts';
import { joinDialog } from '../../../src/features/join/view.ts';
import { createMethodStore } from '../../../src/features/method/store.ts';
import { createTrendStore } from '../../../src/features/trends/store.ts';
import { sha256 } from '../../../src/sha256.ts';
import { type ChatUserDriver, type Features, openForcedFeatures } from '../../app/chat-user-driver.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { addPartnership, TEAM, TENANT, type TestTeacher } from '../../fixtures/partnership.ts';
import { openSlackUsers } from '../../platforms/slack/chat-users.ts';
import { openTeamsUsers } from '../../platforms/teams/chat-users.ts';

const NOW = new Date('2026-11-17T14:30:00Z');
const DAY = 86_400_000;
const STRANGERS = { slack: 'U0NEW', teams: 'aaaaaaaa-0000-4000-8000-000000000009' };
const SUPERVISORS = { slack: 'U00001', teams: 'aaaaaaaa-0000-4000-8000-000000000001' };

let test: TestDatabase;
let teachers: readonly TestTeacher[];
let features: Features;
let slack: Awaited<ReturnType<typeof openSlackUsers>>;
let teams: Awaited<ReturnType<typeof openTeamsUsers>>;
let commands: CommandRunner;
let now = NOW;
let schoolId = '';

const prisma = () => test.database.prisma;
const newCode = async (days = 30) => {
  const code = makeCode();
  await createJoinStore(test.database).keepCode(code, schoolId, { now: NOW, days });
  return code;
};

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
  teachers = await addPartnership(test.database, { Noord: 7, Zuid: 2 }, NOW);
  schoolId = (await prisma().school.findUniqueOrThrow({ where: { name: 'School Noord' } })).id;
  const { id: workspaceId } = await prisma().workspace.findFirstOrThrow({ where: { externalId: TENANT } });
  // The second is a supervisor of Noord, on both platforms.
  const personId = teachers[1]?.id ?? '';
  await prisma().person.update({ where: { id: personId }, data: { role: 'supervisor', name: 'Yvonne Schouten' } });
  await prisma().account.create({ data: { personId, workspaceId, externalId: SUPERVISORS.teams, rank: 1 } });
  const { id: circleId } = await prisma().circle.findUniqueOrThrow({ where: { name: 'Noord' } });
  await prisma().personCircle.createMany({ data: [{ personId, circleId }], skipDuplicates: true });
  features = await openForcedFeatures(test, () => now);
  slack = await openSlackUsers(features, { U00000: TEAM, U00001: TEAM, [STRANGERS.slack]: TEAM });
  teams = await openTeamsUsers(features, [SUPERVISORS.teams, STRANGERS.teams]);
  for (const user of [SUPERVISORS.teams, STRANGERS.teams]) await teams.teams.install({ tenant: TENANT, user });
});
beforeEach(async () => {
  now = NOW;
  commands.settings.now = NOW;
  await prisma().joinGuess.deleteMany();
  await prisma().person.deleteMany({ where: { joinedAt: { not: null } } });
});
afterAll(async () => {
  commands.removeFiles();
  await slack.close();
  await teams.close();
  await test.drop();
});

describe('a code', () => {
  it('has no letters that look alike, and may be typed in many ways', () => {
    for (let index = 0; index < 200; index += 1)
      expect(makeCode()).toMatch(/^[2-9A-HJKMNP-TV-Z]{4}(-[2-9A-HJKMNP-TV-Z]{4}){2}$/);
    expect(plainCode(' krwt 7h3m–pq9x. ')).toBe('KRWT7H3MPQ9X');
    const codes = Array.from({ length: 1_000 }, makeCode);
    expect(new Set(codes).size).toBe(1_000);
    // Three words of four letters must never be taken for a code.
    expect(codes.filter((code) => !/\d/.test(code))).toEqual([]);
  });

  it('is not mistaken for another one because of a four-letter word before it', () => {
    expect(codeSaid('aanmelden met deze KRWT-7H3M-PQRX')).toBe('KRWT7H3MPQRX');
    expect(codeSaid('Here krwt-7h3m-pqrx, thanks')).toBe('KRWT7H3MPQRX');
  });

  it('is in the database only as a hash', async () => {
    const code = await newCode();
    const rows = JSON.stringify(await prisma().joinCode.findMany());
    expect(rows).not.toContain(code);
    expect(rows).not.toContain(plainCode(code));
  });
});

describe.each(['slack', 'teams'] as const)('on %s', (platform) => {
  let stranger: ChatUserDriver;
  let supervisor: ChatUserDriver;
  beforeEach(() => {
    stranger = platform === 'slack' ? slack.chatUserOf(STRANGERS.slack) : teams.chatUserOf(STRANGERS.teams);
    supervisor = platform === 'slack' ? slack.chatUserOf(SUPERVISORS.slack) : teams.chatUserOf(SUPERVISORS.teams);
  });
  const newcomer = () =>
    prisma().person.findFirst({
      where: { joinedAt: { not: null } },
      include: { accounts: true, circles: true, school: true },
    });

  it('somebody unknown reads how to join, whatever they write', async () => {
    const unknown = await stranger.type('hoi');
    expect(unknown).toContain('Typ dan: aanmelden, en de code');
    expect(unknown).toContain('Type: join, and the code');
    expect(await stranger.type('aanmelden')).toContain('Code invullen');
    expect(await stranger.type('join')).toContain('Enter a code');
  });

  it.each([
    ['%', 'Deze code is van'],
    ['meld me aan %', 'Deze code is van'],
    ['Ik wil me aanmelden met code %', 'Deze code is van'],
    ['Hoi, aanmelden: % graag', 'Deze code is van'],
    ['Aanmelden, en dan de code %. Alvast bedankt', 'Deze code is van'],
    ['Code invullen %', 'Deze code is van'],
    ['join %', 'This code is for'],
    ['Sign up with code %, please', 'This code is for'],
  ])('a code is found in %j', async (said, answer) => {
    const code = await newCode();
    for (const typed of [code, code.toLowerCase().replaceAll('-', ' ')]) {
      expect(await stranger.type(said.replace('%', typed))).toContain(answer);
    }
  });

  it('a message with only a code is answered in both languages, because either may be theirs', async () => {
    const code = await newCode();
    for (const typed of [code, `Hello, my code is ${code}`]) {
      const said = await stranger.type(typed);
      expect(said).toContain('Deze code is van School Noord');
      expect(said).toContain('This code is for School Noord');
    }
    expect(await stranger.type(`meld me aan ${code}`)).not.toContain('This code');
    expect(await stranger.type(`join ${code}`)).not.toContain('Deze code');
  });

  it('somebody known who types a code reads that they need none, and a stop stays a stop', async () => {
    const code = await newCode();
    await stranger.submit(joinDialog({ language: 'nl', code }), { name: 'Noor de Groot' });
    expect(await stranger.type(code)).toContain('Ik ken je al');
    expect(await stranger.type(`stop ${code}`)).not.toContain('Ik ken je al');
  });

  it('a teacher of another school reads that the code does not change their school, and who can', async () => {
    const code = await newCode();
    await stranger.submit(joinDialog({ language: 'nl', code }), { name: 'Noor de Groot' });
    const { id: zuid } = await prisma().school.findUniqueOrThrow({ where: { name: 'School Zuid' } });
    const other = makeCode();
    await createJoinStore(test.database).keepCode(other, zuid, { now: NOW, days: 30 });
    const said = await stranger.type(`aanmelden ${other}`);
    expect(said).toContain('Deze code is van School Zuid, en ik ken je van een andere school');
    expect(said).toContain('wie Polsslag beheert');
    expect(said).not.toContain('een code heb je niet nodig');
    expect(await newcomer()).toMatchObject({ school: { name: 'School Noord' } });
    // Its answer about a code would make guessing worthwhile, for known people too.
    for (let index = 0; index < 5; index += 1) await stranger.type(`aanmelden KRWT-7H3M-PQ9${index + 2}`);
    expect(await stranger.type(`aanmelden ${other}`)).not.toContain('School Zuid');
  });

  it('a code and a name make a teacher, who is invited and waits to be confirmed', async () => {
    const code = await newCode();
    expect(await stranger.type(`aanmelden ${code.toLowerCase().replaceAll('-', ' ')}`)).toContain(
      'Deze code is van School Noord',
    );
    expect(await stranger.open('join.open', { language: 'nl', code })).toContain('Je naam');
    const said = await stranger.submit(joinDialog({ language: 'nl', code }), { name: 'Noor <b>de</b> Groot' });
    expect(said).toContain('Je bent aangemeld bij School Noord');
    const person = await newcomer();
    expect(person).toMatchObject({
      role: 'teacher',
      name: 'Noor <b>de</b> Groot',
      language: 'nl',
      joinedAt: NOW,
      confirmedAt: null,
      consentedAt: null,
      school: { name: 'School Noord' },
      circles: [{}],
      accounts: [{ externalId: STRANGERS[platform] }],
    });
    const [account] = person?.accounts ?? [];
    if (platform === 'teams') expect(account?.conversation).toMatchObject({ tenantId: TENANT });
    const invitation = { key: `invitation:${person?.id}`, accountId: account?.id ?? '' };
    expect(await prisma().notification.count({ where: invitation })).toBe(1);
    expect(await stranger.type(`aanmelden ${code}`)).toContain('Ik ken je al');
    expect(await prisma().person.count({ where: { joinedAt: { not: null } } })).toBe(1);
  });

  it('a name cannot turn text around where the operator reads it', async () => {
    const code = await newCode();
    await stranger.submit(joinDialog({ language: 'nl', code }), { name: 'Noor \u202etoorG ed\u202c' });
    const listed = await commands.run('people', 'list', '--not-confirmed');
    expect(listed.out).toContain('Noor toorG ed  teacher');
  });

  it('the dialog asks for the code when none was typed, and shows what is wrong', async () => {
    const code = await newCode();
    const dialog = joinDialog({ language: 'en', code: null });
    expect(await stranger.submit(dialog, { code: 'KRWT-7H3M-PQ9X', name: 'Noor de Groot' })).toContain(
      'do not know this code',
    );
    // In all these spellings it would be read as her name.
    const taken = [
      ' yvonne schouten',
      'Yvonne  Schouten',
      'Yvonne\u00A0Schouten',
      'Yvon\u00ADne Schou\u200Bten',
      'Yvónne Schouten.',
      'Yvonne\u3164Schouten',
      'Yvonne\u2800Schouten',
    ];
    for (const name of [...taken, 'Ｙvonne Schouten']) {
      expect(await stranger.submit(dialog, { code, name })).toContain('A supervisor has this name already');
    }
    expect(await newcomer()).toBeNull();
    expect(await stranger.submit(dialog, { code, name: 'Noor de Groot' })).toContain('You have joined School Noord');
    expect(await newcomer()).toMatchObject({ language: 'en' });
  });

  it('a code that is wrong, late or withdrawn lets nobody in', async () => {
    const [late, withdrawn] = [await newCode(1), await newCode()];
    expect((await commands.run('code', 'withdraw', withdrawn)).code).toBe(0);
    now = new Date(NOW.getTime() + DAY);
    for (const code of ['KRWT-7H3M-PQ9X', late, withdrawn]) {
      expect(await stranger.type(`aanmelden ${code}`)).toContain('Deze code ken ik niet');
    }
    expect(await stranger.submit(joinDialog({ language: 'nl', code: late }), { name: 'Noor' })).toContain(
      'ken ik niet',
    );
    expect(await newcomer()).toBeNull();
  });

  it('somebody who guesses gets no answer for an hour, also with the right code', async () => {
    const code = await newCode();
    for (let index = 0; index < 5; index += 1) {
      expect(await stranger.type(`aanmelden KRWT-7H3M-PQ9${index + 2}`)).toContain('ken ik niet');
    }
    expect(await stranger.type(`aanmelden ${code}`)).toContain('Probeer het over een uur');
    now = new Date(NOW.getTime() + 3_600_000);
    expect(await stranger.type(`aanmelden ${code}`)).toContain('Deze code is van School Noord');
  });

  it('guesses are counted under a mark that cannot be computed from the members of a workspace', async () => {
    await stranger.type('aanmelden KRWT-7H3M-PQ92');
    const counted = (await prisma().joinGuess.findMany()).map(({ who }) => who);
    expect(counted).toHaveLength(2);
    const members = [`slack ${TEAM} ${STRANGERS.slack}`, `teams ${TENANT} ${STRANGERS.teams}`];
    const known = [...members, `slack ${TEAM}`, `teams ${TENANT}`];
    expect(known.filter((who) => counted.includes(sha256(who)))).toEqual([]);
  });

  it('a supervisor makes a code, and cannot join with it', async () => {
    const made = await supervisor.type('code');
    const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(made) ?? [];
    expect(made).toContain('Code voor School Noord');
    expect(await stranger.type(`aanmelden ${code}`)).toContain('Deze code is van School Noord');
    expect(await supervisor.type(`aanmelden ${code}`)).toContain('bekend als begeleider');
    expect(await supervisor.submit(joinDialog({ language: 'nl', code }), { name: 'Een ander' })).toContain(
      'bekend als begeleider',
    );
    const other = await prisma().school.findUniqueOrThrow({ where: { name: 'School Zuid' } });
    const before = await prisma().joinCode.count();
    expect(await supervisor.tap('join.make', { school: other.id })).toContain('geen school in jouw kring');
    expect(await prisma().joinCode.count()).toBe(before);
  });
});

describe('a workspace', () => {
  it('with many guesses gets no answer either, and right codes are no guesses', async () => {
    const code = await newCode();
    const from = (user: string) => ({ platform: 'slack', workspace: TEAM, user }) as const;
    let count = 0;
    const type = async (user: string, words: string) => {
      count += 1;
      const event = { id: `guess-${count}`, from: from(user), kind: 'command', words, conversation: null } as const;
      return JSON.stringify(await features.receive(event));
    };
    for (let index = 0; index < 120; index += 1)
      expect(await type(`U0A${index}`, `aanmelden ${code}`)).toContain('School Noord');
    for (let index = 0; index < 100; index += 1) await type(`U0B${index}`, 'aanmelden KRWT-7H3M-PQ9X');
    expect(await type('U0LAST', `aanmelden ${code}`)).toContain('Probeer het over een uur');
  });
});

describe('the operator', () => {
  it('makes, lists and withdraws codes', async () => {
    await prisma().joinCode.deleteMany();
    const made = await commands.run('code', '--school', 'school noord', '--days', '10');
    expect(made.out).toMatch(/^Code for School Noord: [0-9A-Z-]{14}, until Fri 27 Nov 2026, 15:30[.]\n/);
    expect(made.out).toContain('polsslag people list --not-confirmed shows whom to confirm.');
    const [{ code: number, ...listed }] = JSON.parse((await commands.run('code', 'list', '--json')).out);
    expect(listed).toMatchObject({ school: 'School Noord', expiresAt: '2026-11-27T14:30:00.000Z' });
    expect(await commands.run('code', 'list')).toMatchObject({ code: 0, err: '' });
    expect((await commands.run('code', 'withdraw', String(number))).code).toBe(0);
    expect((await commands.run('code', 'list')).out).toContain('No code works now');
    expect(await commands.run('code', 'withdraw', String(number))).toMatchObject({ code: 1, out: '' });
    expect(await commands.run('code', '--school', 'Nergens')).toMatchObject({ code: 1, out: '' });
    expect((await commands.run('code', '--school', 'School Nord')).err).toContain('did you mean "School Noord"?');
    expect(await commands.run('code')).toMatchObject({ code: 2, out: '' });
    expect(await commands.run('code', '--school', 'School Noord', '--days', '0')).toMatchObject({ code: 2, out: '' });
  });

  it('sees who joined and is not confirmed, and confirms them with the name in the import file', async () => {
    await prisma().person.update({ where: { id: teachers[6]?.id ?? '' }, data: { joinedAt: NOW } });
    const { key } = teachers[6] ?? { key: '' };
    expect((await commands.run('people', 'list', '--not-confirmed')).out).toContain(
      `count in no figure until polsslag people confirm: ${key}.`,
    );
    expect((await commands.run('doctor')).out).toMatch(/wait to be confirmed, the first since \d{4}-\d\d-\d\d,/);
    expect(await commands.run('people', 'confirm', key, teachers[0]?.key ?? '')).toMatchObject({ code: 1, out: '' });
    expect(await commands.run('people', 'confirm', key, '--as', teachers[0]?.key ?? '')).toMatchObject({
      code: 1,
      out: '',
    });
    expect(await prisma().person.count({ where: { confirmedAt: { not: null } } })).toBe(0);
    // Named twice, as when keys are pasted from a list, and with what an import takes out of the file.
    expect(await commands.run('people', 'confirm', key, key, '--as', ' p\u200B77')).toMatchObject({ code: 0 });
    expect(await prisma().person.findUnique({ where: { key: 'p77' } })).toMatchObject({ confirmedAt: NOW });
  });
});

describe('people who joined by a code', () => {
  it('do not count in any group before they are confirmed, neither in a figure nor in its minimum', async () => {
    const week = '2026-W46';
    const trends = createTrendStore(test.database);
    const people = [0, 2, 3, 4, 5].flatMap((index) => teachers[index] ?? []);
    const circle = await prisma().circle.findUniqueOrThrow({ where: { name: 'Noord' } });
    for (const { id: personId } of people) {
      const about = { personId, circleId: circle.id, week };
      const checkIn = await prisma().checkIn.create({
        data: { ...about, cycle: 0, third: 0, instrument: 'polsslag@1', createdAt: NOW, closesAt: NOW },
      });
      for (const item of ['VIT01', 'TOE01', 'ABS01']) {
        const given = { item, value: 4, answeredAt: NOW, instrument: 'polsslag@1', source: 'chat' } as const;
        await prisma().answer.create({ data: { ...about, checkInId: checkIn.id, ...given } });
      }
    }
    const invented = people[0]?.id ?? '';
    await prisma().person.update({ where: { id: invented }, data: { joinedAt: NOW } });
    const counted = async () => {
      const answers = await trends.answersOf(week, features.instruments.first);
      return 'circles' in answers ? answers.circles.map(({ respondents }) => respondents) : answers.length;
    };
    expect(await counted()).toEqual([4]);
    // Imported answers make a week that is read answer by answer.
    await prisma().answer.updateMany({ where: { personId: people[1]?.id ?? '' }, data: { checkInId: null } });
    expect(await counted()).toBe(12);
    await prisma().person.update({ where: { id: invented }, data: { confirmedAt: NOW } });
    expect(await counted()).toBe(15);
    await prisma().person.update({ where: { id: invented }, data: { joinedAt: null, confirmedAt: null } });
  });

  it('do not count in weeks that were frozen before they were confirmed, also in the count of past cycles', async () => {
    const { first: instrument } = features.instruments;
    const { id: personId } = teachers[4] ?? { id: '' };
    const { id: circleId } = await prisma().circle.findUniqueOrThrow({ where: { name: 'Noord' } });
    await prisma().checkIn.deleteMany({ where: { personId } });
    for (const third of [0, 1, 2]) {
      const about = { personId, circleId, week: `2026-W4${third + 3}` };
      const { id: checkInId } = await prisma().checkIn.create({
        data: { ...about, cycle: 0, third, instrument: 'polsslag@1', createdAt: NOW, closesAt: NOW },
      });
      for (const { code: item } of instrument.items.filter((_, index) => index % 3 === third)) {
        const given = { item, value: 4, answeredAt: NOW, instrument: 'polsslag@1', source: 'chat' } as const;
        await prisma().answer.create({ data: { ...about, checkInId, ...given } });
      }
    }
    const cycles = async () => (await createMethodStore(test.database).cyclesBefore('2026-W46', instrument)).cycles;
    const person = (data: object) => prisma().person.update({ where: { id: personId }, data });
    expect(await cycles()).toBe(1);
    await person({ joinedAt: NOW });
    expect(await cycles()).toBe(0);
    await person({ confirmedAt: NOW });
    expect(await cycles()).toBe(1);
    await prisma().publishedWeek.create({
      data: { week: '2026-W44', publishedAt: new Date(NOW.getTime() - DAY), body: '{}' },
    });
    expect(await cycles()).toBe(0);
    await person({ joinedAt: null, confirmedAt: null });
    expect(await cycles()).toBe(1);
  });
});
