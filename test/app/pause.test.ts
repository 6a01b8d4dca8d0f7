import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerOnce, newestMessageJson } from '../../playground/actors.ts';
import type { DemoPerson } from '../../playground/partnership.ts';
import { createOnboardingStore } from '../../src/features/onboarding/store.ts';
import { pause, resume } from '../../src/outbox/pause-store.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';

const DAY_MS = 86_400_000;

let test: TestDemo;

beforeAll(async () => {
  test = await startTestDemo();
  await test.demo.toNextCheckIn();
  await pause(prisma(), test.demo.clock.now());
});
afterAll(() => test.close());

const prisma = () => test.demo.running.foundation.database.prisma;
const look = (teacher: DemoPerson) => newestMessageJson(test.demo.simulators, teacher);
const personOf = ({ key }: DemoPerson) => prisma().person.findUniqueOrThrow({ where: { key } });
const answersOf = ({ key }: DemoPerson) => prisma().answer.count({ where: { person: { key }, source: 'chat' } });

function type({ platform, workspace, user }: DemoPerson, words: string): Promise<unknown> {
  const { slack, teams } = test.demo.simulators;
  return platform === 'slack'
    ? slack.typeMessage({ team: workspace, user }, words)
    : teams.typeMessage({ tenant: workspace, user }, words);
}

/** Whether a typed text gets this answer. */
async function isTold(teacher: DemoPerson, words: string, told: string): Promise<void> {
  await type(teacher, words);
  await waitUntil(() => look(teacher).includes(told));
}

describe.each(['slack', 'teams'] as const)('during a pause, on %s,', (platform) => {
  let teacher: DemoPerson;
  beforeAll(() => {
    const found = test.demo.teachers.find((one) => one.platform === platform && one.language === 'nl');
    if (!found) throw new Error('no such teacher');
    teacher = found;
  });

  it('an answer is stored, and the next question shown', async () => {
    const before = await answersOf(teacher);
    const tapped = await answerOnce(test.demo.simulators, teacher, () => 4);
    expect(tapped?.status).toBe(200);
    expect(await answersOf(teacher)).toBe(before + 1);
    await waitUntil(() => look(teacher).includes('Vraag 2 van 3'));
  });

  it('the questions are shown to people who ask for them', async () => {
    await isTold(teacher, 'check-in', 'Vraag 2 van 3');
  });

  it('a stop is stored and confirmed, and so is a new start', async () => {
    await isTold(teacher, 'stop', 'geen vragen meer');
    expect(await personOf(teacher)).toMatchObject({ consentedAt: null, declinedAt: expect.any(Date) });
    await isTold(teacher, 'start', 'Fijn dat je meedoet');
    expect(await personOf(teacher)).toMatchObject({ consentedAt: expect.any(Date), declinedAt: null });
  });
});

describe('new messages', () => {
  it('wait until the pause ends, and are sent then', async () => {
    const { demo } = test;
    const invited = ['slack', 'teams'].map((platform) => demo.teachers.findLast((one) => one.platform === platform));
    const keys = invited.flatMap((teacher) => teacher?.key ?? []);
    await prisma().person.updateMany({ where: { key: { in: keys } }, data: { consentedAt: null, declinedAt: null } });
    await prisma().notification.deleteMany({ where: { kind: 'invitation' } });
    const now = demo.clock.now();
    await createOnboardingStore(demo.running.foundation.database).inviteTeachers(now, new Date(now.getTime() + DAY_MS));
    const where = { kind: 'invitation', account: { person: { key: { in: keys } } } } as const;
    const count = (state: 'queued' | 'sent') => prisma().notification.count({ where: { ...where, state } });
    expect(await demo.running.background.delivery.enqueueDue(now)).toBe(0);
    expect(await count('queued')).toBe(2);

    await resume(prisma(), demo.clock.now());
    await waitUntil(async () => (await count('sent')) === 2);
    for (const teacher of invited) expect(teacher && look(teacher)).toContain(', ik ben Polsslag');
  });
});
