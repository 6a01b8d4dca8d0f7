import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
});
beforeEach(async () => {
  const { prisma } = test.database;
  await prisma.$executeRaw`TRUNCATE "Workspace", "Person", "Circle" CASCADE`;
  const workspace = await prisma.workspace.create({ data: { platform: 'slack', externalId: 'T1', name: 'A' } });
  const circle = await prisma.circle.create({ data: { name: 'Noord' } });
  const school = await prisma.school.create({
    data: { name: 'De Linde', circleId: circle.id, region: 'noord', timezone: 'Europe/Amsterdam' },
  });
  const at = new Date('2026-11-17T14:30:00Z');
  for (const key of ['p1', 'p2']) {
    const person = await prisma.person.create({
      data: {
        key,
        role: 'teacher',
        name: 'Mevrouw Jansen',
        language: 'nl',
        schoolId: school.id,
        circles: { create: { circleId: circle.id } },
        accounts: { create: { workspaceId: workspace.id, externalId: `U-${key}` } },
      },
      include: { accounts: true },
    });
    await prisma.checkIn.create({
      data: {
        personId: person.id,
        circleId: circle.id,
        week: '2026-W47',
        cycle: 0,
        third: 0,
        instrument: 'polsslag@1',
        createdAt: at,
        closesAt: at,
        items: { create: { position: 0, item: 'VIT01' } },
        answers: {
          create: {
            personId: person.id,
            circleId: circle.id,
            item: 'VIT01',
            value: 4,
            week: '2026-W47',
            answeredAt: at,
            instrument: 'polsslag@1',
            source: 'chat',
          },
        },
      },
    });
    await prisma.notification.create({
      data: {
        key: `check-in:${key}`,
        kind: 'check-in',
        subject: key,
        lane: 'slack:T1',
        accountId: person.accounts[0]?.id ?? null,
        notBefore: at,
        notAfter: at,
        createdAt: at,
      },
    });
  }
});
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

async function counts() {
  const { prisma } = test.database;
  return Promise.all([
    prisma.person.count(),
    prisma.account.count(),
    prisma.checkIn.count(),
    prisma.checkInItem.count(),
    prisma.answer.count(),
    prisma.notification.count(),
  ]);
}

describe('people remove', () => {
  it('deletes one person with everything of theirs, and nobody else', async () => {
    expect(await counts()).toEqual([2, 2, 2, 2, 2, 2]);
    expect(await commands.run('people', 'remove', 'p1')).toEqual({
      code: 0,
      out: 'The person is removed with all that was stored. Take them out of the import file too.\n',
      err: '',
    });
    expect(await counts()).toEqual([1, 1, 1, 1, 1, 1]);
    expect(await test.database.prisma.person.findFirst()).toMatchObject({ key: 'p2' });
  });

  it('says that there is no such person, and deletes nothing', async () => {
    const { code, out, err } = await commands.run('people', 'remove', 'Mevrouw Jansen');
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('There is no such person: name one by the column "person" of the imported file.\n');
    expect(await counts()).toEqual([2, 2, 2, 2, 2, 2]);
  });

  it('refuses what the database cannot hold, in a sentence', async () => {
    expect(await commands.run('people', 'remove', 'p1\u0000')).toEqual({
      code: 2,
      out: '',
      err: 'The person must be as in the column "person" of the imported file.\n',
    });
  });
});
