import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messagesInTeams } from '../../playground/actors.ts';
import type { DemoPerson } from '../../playground/partnership.ts';
import { createOnboardingStore } from '../../src/features/onboarding/store.ts';
import { waitUntil } from '../wait-until.ts';
import { startTestDemo, type TestDemo } from './demo-fixture.ts';

const DAY_MS = 86_400_000;

let test: TestDemo;
let teacher: DemoPerson;

beforeAll(async () => {
  test = await startTestDemo();
  const found = test.demo.teachers.find(({ platform }) => platform === 'teams');
  if (!found) throw new Error('no teacher on Teams');
  teacher = found;
});
afterAll(() => test.close());

const prisma = () => test.demo.running.foundation.database.prisma;
const invitation = () =>
  prisma().notification.findFirstOrThrow({ where: { kind: 'invitation', account: { externalId: teacher.user } } });
const chat = () => messagesInTeams(test.demo.simulators, teacher);
const ids = () => chat().map(({ id }) => id);
const tap = (activityId: string | undefined, title: string) =>
  test.demo.simulators.teams.execute({
    tenant: teacher.workspace,
    user: teacher.user,
    activityId: activityId ?? '',
    title,
  });

/** Invites the teacher; Teams takes the first attempt and loses its answer, so that the outbox sends a second one. */
async function inviteTwice(): Promise<[string, string]> {
  const { demo } = test;
  const before = ids();
  const { id } = await prisma().person.findUniqueOrThrow({ where: { key: teacher.key } });
  await prisma().notification.deleteMany({ where: { kind: 'invitation', subject: id } });
  await prisma().person.update({ where: { id }, data: { consentedAt: null, consentBasis: null, declinedAt: null } });
  demo.simulators.teams.fail('send', { status: 502, dropAfterAccept: true, tenant: teacher.workspace, times: 1 });
  const now = demo.clock.now();
  await createOnboardingStore(demo.running.foundation.database).inviteTeachers(now, new Date(now.getTime() + DAY_MS), {
    personId: id,
  });
  await demo.running.background.delivery.enqueueDue(now);
  await waitUntil(async () => (await invitation()).state === 'sent');
  const [lost, known, ...more] = ids().filter((each) => !before.includes(each));
  if (!lost || !known || more.length > 0) throw new Error('the invitation is not there twice');
  expect(await invitation()).toMatchObject({ reference: known, inDoubt: 1 });
  return [lost, known];
}

describe('an invitation that Teams has twice because the first answer was lost', () => {
  beforeEach(() => test.demo.simulators.teams.clearFaults());

  it('exists once as soon as the unrecorded copy is answered', async () => {
    const before = ids();
    const [lost] = await inviteTwice();
    await tap(lost, 'Ja, ik doe mee');
    await waitUntil(async () => (await invitation()).reference === lost);
    expect(ids()).toEqual([...before, lost]);
    expect(chat().at(-1)?.summary).toContain('Fijn dat je meedoet');
  });

  it('exists once before the tap is acknowledged: a process that is killed afterwards leaves nothing undone', async () => {
    const before = ids();
    const [lost] = await inviteTwice();
    test.demo.simulators.teams.fail('delete', { delayMs: 300, tenant: teacher.workspace, times: 1 });
    await tap(lost, 'Ja, ik doe mee');
    expect(ids()).toEqual([...before, lost]);
    await waitUntil(async () => (await invitation()).reference === lost);
  });

  it('is left alone when the recorded copy is answered, and exists once as soon as the other copy is used', async () => {
    const before = ids();
    const [lost, known] = await inviteTwice();
    await tap(known, 'Nee, liever niet');
    await waitUntil(() => chat().at(-1)?.summary.includes('Prima') ?? false);
    expect(ids()).toEqual([...before, lost, known]);
    await tap(lost, 'Ja, ik doe mee');
    await waitUntil(async () => (await invitation()).reference === lost);
    expect(ids()).toEqual([...before, lost]);
    expect(await prisma().person.findUniqueOrThrow({ where: { key: teacher.key } })).toMatchObject({
      declinedAt: null,
    });
  });
});
