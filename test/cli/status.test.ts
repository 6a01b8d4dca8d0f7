import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { addPartnership, TEAM, TENANT } from '../fixtures/partnership.ts';
import { type CommandRunner, createCommandRunner } from './command-runner.ts';

const NOW = new Date('2026-11-24T09:30:00Z');

let test: TestDatabase;
let commands: CommandRunner;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.database.prisma
    .$executeRaw`TRUNCATE "Workspace", "Circle", "Person", "Notification", "Lane", "Deployment" CASCADE`;
  commands = createCommandRunner(test);
  commands.settings.now = NOW;
});
afterEach(() => commands.removeFiles());
afterAll(() => test.drop());

const status = async () => JSON.parse((await commands.run('status', '--json')).out);

async function addMessage(key: string, state: 'queued' | 'failed'): Promise<void> {
  const account = await test.database.prisma.account.findFirstOrThrow();
  await test.database.prisma.notification.create({
    data: {
      key,
      kind: 'check-in',
      subject: key,
      lane: `slack:${TEAM}`,
      accountId: account.id,
      state,
      notBefore: new Date('2026-11-24T09:20:00Z'),
      notAfter: new Date('2026-11-24T10:00:00Z'),
      createdAt: NOW,
    },
  });
}

describe('status', () => {
  it('tells what comes when, also in an empty deployment', async () => {
    expect((await commands.run('status')).out.split('\n')).toEqual([
      'Check-ins: Tue 24 Nov 2026, 15:30, for week 2026-W48.',
      'Publication: Mon 30 Nov 2026, 08:00, of week 2026-W48.',
      'Method: Mon 4 Jan 2027, 08:15, for quarter 2027-Q1.',
      'Messages: none waits.',
      'People: 0, of whom 0 teachers take part, and 0 are not connected.',
      '',
    ]);
  });

  it('takes holidays into account, per region of the schools', async () => {
    await addPartnership(test.database, { Noord: 1 }, NOW);
    commands.settings.now = new Date('2026-12-16T09:00:00Z');
    expect((await status()).next.checkIns).toEqual({
      at: '2027-01-05T14:30:00.000Z',
      week: '2027-W01',
      onHoliday: [],
      skipped: ['2026-12-22T14:30:00.000Z', '2026-12-29T14:30:00.000Z'],
    });
    await test.database.prisma.school.updateMany({ data: { region: 'noord' } });
    commands.settings.now = new Date('2027-02-10T09:00:00Z');
    const alone = (await status()).next.checkIns;
    const { circleId } = await test.database.prisma.school.findFirstOrThrow();
    const other = await test.database.prisma.school.create({
      data: { name: 'Zuidschool', circleId, region: 'zuid', timezone: 'Europe/Amsterdam' },
    });
    await test.database.prisma.person.create({
      data: { key: 'z', role: 'teacher', name: 'Z', language: 'nl', schoolId: other.id },
    });
    const together = (await status()).next.checkIns;
    expect([alone.onHoliday, alone.skipped.length > 0 || together.onHoliday.length > 0]).toEqual([[], true]);
  });

  it('tells what waits, what was given up, which lanes rest and who is not connected', async () => {
    await addPartnership(test.database, { Noord: 2 }, NOW);
    const { prisma } = test.database;
    await addMessage('a', 'queued');
    await addMessage('b', 'failed');
    await prisma.workspace.updateMany({ where: { platform: 'teams' }, data: { state: 'reconnect' } });
    const until = new Date(Date.now() + 3_600_000);
    await prisma.lane.create({
      data: { name: `teams:${TENANT}`, resumeAt: until, refusals: 1, refusedWhy: 'BotDisabledByAdmin' },
    });
    await prisma.person.create({ data: { key: 's1', role: 'supervisor', name: 'Meneer De Vries', language: 'nl' } });
    expect(await status()).toMatchObject({
      paused: null,
      waiting: [{ lane: `slack:${TEAM}`, queued: 1, sending: 0, oldestDueSeconds: 600 }],
      failed: 1,
      resting: [{ lane: `teams:${TENANT}`, until: until.toISOString(), reason: 'BotDisabledByAdmin' }],
      toReconnect: [{ lane: `teams:${TENANT}`, people: 0, remedy: `polsslag teams allow ${TENANT}` }],
      people: {
        all: 3,
        takingPart: 2,
        notConnected: [{ person: 's1', name: 'Meneer De Vries', hindrance: 'no-account' }],
      },
    });
    const { out } = await commands.run('status');
    expect(out).toContain(`Waiting: slack:${TEAM}  1 queued  0 sending; the oldest since 10 minutes\n`);
    expect(out).toContain('Given up: 1 message: polsslag queue failed.\n');
    expect(out).toMatch(/Resting: teams:\S+ until .* \(BotDisabledByAdmin\): .*Teams admin centre/);
    expect(out).toContain(`Not connected: teams:${TENANT}, with 0 people: polsslag teams allow ${TENANT}.\n`);
    expect(out).toContain('  s1  Meneer De Vries  no-account\n');
  });

  it('tells that it is paused, what became too late, and how to resume', async () => {
    await addPartnership(test.database, { Noord: 1 }, NOW);
    await addMessage('a', 'queued');
    await commands.run('pause');
    commands.settings.now = new Date('2026-11-24T11:00:00Z');
    expect((await status()).paused).toEqual({ since: NOW.toISOString(), ranOut: 1 });
    expect((await commands.run('status')).out).toMatch(
      /^Paused since Tue 24 Nov 2026, 10:30: nothing below happens until polsslag resume\. Too late to send meanwhile: 1 message\.\n/,
    );
  });

  it('names twenty people, and the number of the others', async () => {
    await test.database.prisma.person.createMany({
      data: Array.from({ length: 23 }, (_, index) => ({
        key: `p${index}`,
        role: 'supervisor' as const,
        name: 'N',
        language: 'nl',
      })),
    });
    expect((await commands.run('status')).out).toContain('  … and 3 more: polsslag people list --not-connected.\n');
  });
});
