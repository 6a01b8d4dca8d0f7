import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { addWeeks } from 'date-fns/addWeeks';
import { z } from 'zod';
import { goodMomentsOf } from '../../../src/calendar/store.ts';
import { checkNumberOf } from '../../../src/features/evaluation/check-number.ts';
import { createNotificationStore } from '../../../src/outbox/notification-store.ts';
import { postponeUntimely } from '../../../src/outbox/postpone-untimely.ts';
import { erasePerson } from '../../../src/people/erase-person.ts';
import { secretsWith } from '../../../src/secrets/seal.ts';
import { createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { SETTINGS } from '../../fixtures/settings.ts';
import { dataOf, dialogOf, nth, textOf, viewOf } from '../intervention/intervention-rig.ts';
import { CLOSED, type EvaluationRig, evaluationOf, openEvaluation } from './evaluation-rig.ts';

let test: TestDatabase;
let rig: EvaluationRig;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  rig = await openEvaluation(test, 12);
});
afterEach(() => rig.close());
afterAll(() => test.drop());

const prisma = () => test.database.prisma;
const latest = () => prisma().evaluationCampaign.findFirstOrThrow({ orderBy: { openedAt: 'desc' } });
/** Lets the first invitees of a campaign evaluate, one for each given form. */
async function evaluate(campaign: string, given: readonly ReturnType<typeof evaluationOf>[]): Promise<void> {
  const invitations = (await rig.invitations()).filter((each) => each.campaign === campaign);
  for (const [index, evaluation] of given.entries()) {
    const credential = await rig.exchange(campaign, nth(invitations, index).ticket);
    expect((await rig.send(campaign, credential, evaluation)).status).toBe(204);
  }
}
async function close(): Promise<void> {
  rig.clock.now = CLOSED;
  await rig.runSchedule('evaluations');
}
const messages = async (kind: string) =>
  Promise.all(
    (
      await prisma().notification.findMany({ where: { kind }, include: { account: { include: { person: true } } } })
    ).map(async ({ subject, account, unasked }) => {
      const view = (await rig.features.composers[kind]?.(subject, rig.clock.now, 'nl')) ?? null;
      return { to: account?.person.name ?? 'channel', unasked, view };
    }),
  );

describe('a campaign', () => {
  it('is opened by a supervisor about themselves, among those who had help from them', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    await rig.help(rig.teachers.slice(6, 9), rig.lead);
    // Had help, and has withdrawn consent since.
    await prisma().person.update({ where: { id: nth(rig.teachers, 5).id }, data: { declinedAt: rig.clock.now } });
    const dialog = dialogOf(await rig.tap(rig.supervisor, 'evaluation.start', {}));
    expect(dialog.fields.map(({ name }) => name)).toEqual(['day', 'repeats']);
    expect(textOf(await rig.start())).toContain('De evaluatie is begonnen.');
    const { id, supervisorId } = await latest();
    expect(supervisorId).toBe(rig.supervisor.id);
    const invited = await rig.invitations();
    expect(invited.map(({ personId }) => personId).toSorted()).toEqual(
      rig.teachers
        .slice(0, 5)
        .map((each) => each.id)
        .toSorted(),
    );
    expect(new Set(invited.map(({ ticket }) => ticket)).size).toBe(5);
    expect(invited.map(({ campaign, hash }) => [campaign, hash.get('taal')])).toEqual(invited.map(() => [id, 'nl']));
    // One key for everybody, and the channels have it too.
    const { fingerprint } = await rig.keyOf(id);
    expect(new Set(invited.map(({ hash }) => hash.get('k')))).toEqual(new Set([fingerprint]));
    const checkNumber = await checkNumberOf(fingerprint);
    expect(invited.every(({ view }) => textOf(view).includes(`hetzelfde:\\n${checkNumber}`))).toBe(true);
    expect(invited.every(({ view }) => textOf(view).includes('vanaf tien ook jullie zinnen'))).toBe(true);
    const posts = await messages('evaluation-opened');
    expect(posts).toHaveLength(2);
    for (const { view } of posts) {
      expect(textOf(view)).toContain(checkNumber);
      expect(textOf(view)).toContain('de begeleiding door Yvonne is begonnen');
      expect(textOf(view)).toContain('dinsdag 8 december om 17:00 uur');
    }
  });

  it('does not tell at its end how many were invited: a supervisor of ten teachers would know that one of them is not asked', async () => {
    const ten = rig.teachers.slice(0, 10);
    await rig.help(ten);
    const askedAt = new Date(rig.clock.now.getTime() + 1);
    await prisma().slowDown.create({ data: { personId: nth(ten, 0).id, askedAt } });
    await rig.start();
    expect(await rig.invitations()).toHaveLength(9);
    const { id } = await latest();
    await close();
    const tooFew = { published: false, reason: 'too few, carried to the next round', fewest: 5 };
    expect(await rig.published(id)).toEqual({ campaign: id, scope: 'supervisor', ...tooFew });
    const { view: told } = nth(await messages('evaluation-result'), 0);
    expect(textOf(told)).toContain('Minder dan 5 leerkrachten vulden iets in');
    expect(textOf(told)).not.toContain('uitgenodigd');
  });

  it('opens or not, whichever of them is not asked or cannot be reached: a supervisor of five teachers would know', async () => {
    const five = rig.teachers.slice(0, 5);
    await rig.help(five);
    const left = nth(five, 0);
    const askedAt = new Date(rig.clock.now.getTime() + 1);
    await prisma().slowDown.create({ data: { personId: left.id, askedAt } });
    const gone = { unreachableSince: rig.clock.now, unreachableWhy: 'user_disabled' };
    await prisma().account.updateMany({ where: { personId: nth(five, 1).id }, data: gone });
    expect(textOf(await rig.start())).toContain('De evaluatie is begonnen.');
    // A form by one of three could be attributed too easily: nobody is invited, and it closes like one with too few
    // forms.
    expect(await rig.invitations()).toEqual([]);
    expect(textOf(await rig.type(nth(five, 2), 'evaluatie'))).toContain('Er loopt nu geen evaluatie');
    const { id } = await latest();
    await close();
    expect(await rig.published(id)).toMatchObject({ published: false, fewest: 5 });
    // Later, people who could not be reached are tried again.
    await rig.help(rig.teachers.slice(5, 9));
    rig.clock.now = addWeeks(new Date('2026-11-24T14:30:00Z'), 7);
    await rig.start(rig.supervisor, { day: '2027-01-26' });
    const invited = (await prisma().evaluationTicket.findMany()).map(({ personId }) => personId);
    expect(invited.toSorted()).toEqual(
      rig.teachers
        .slice(1, 9)
        .map((each) => each.id)
        .toSorted(),
    );
  });

  it('does not count a visit that was taken back: what is left of it would tell its supervisor that it was answered', async () => {
    await rig.help(rig.teachers.slice(0, 5));
    const where = { teacherId: nth(rig.teachers, 0).id };
    await prisma().visit.updateMany({ where, data: { takenBackAt: rig.clock.now } });
    expect(await rig.start()).toMatchObject({ kind: 'errors', fields: { day: expect.stringContaining('Te weinig') } });
  });

  it('opens or not, whichever of them pauses: a supervisor who tried one day after the other would know until when', async () => {
    const five = rig.teachers.slice(0, 5);
    await rig.help(five);
    const pausedUntil = new Date('2027-02-01');
    await prisma().rhythm.create({ data: { personId: nth(five, 0).id, pausedUntil } });
    expect(textOf(await rig.start())).toContain('De evaluatie is begonnen.');
    expect(await rig.invitations()).toEqual([]);
  });

  it.each([
    [5, 6],
    [0, 5],
  ])(
    'tells from the beginning who is not asked and that there may be no result, the same when %i of %i are asked',
    async (asked, helped) => {
      await rig.help(rig.teachers.slice(0, helped));
      const data = { personId: nth(rig.teachers, 0).id, pausedUntil: new Date('2027-02-01') };
      await prisma().rhythm.create({ data });
      const dialog = dialogOf(await rig.tap(rig.supervisor, 'evaluation.start', {}));
      const started = textOf(await rig.start());
      expect(await rig.invitations()).toHaveLength(asked);
      const posts = await messages('evaluation-opened');
      for (const text of [dialog.intro, started, ...posts.map(({ view }) => textOf(view))]) {
        expect(text).toContain('behalve wie nu geen vragen krijgt, bijvoorbeeld door een pauze.');
      }
      expect(started).toContain('Komen er minder dan 5 formulieren, dan is er geen uitslag');
      for (const { view } of posts) expect(textOf(view)).toContain('Bij te weinig formulieren is er geen uitslag.');
    },
  );

  it('reminds everybody alike, once, whether they took part or not, and nobody when it is too late', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    await rig.start();
    const { id } = await latest();
    await evaluate(id, [evaluationOf(5)]);
    const [invitations, reminders] = [await rig.invitations(), await rig.invitations('evaluation-reminder')];
    expect(reminders.map(({ personId, ticket }) => `${personId} ${ticket}`).toSorted()).toEqual(
      invitations.map(({ personId, ticket }) => `${personId} ${ticket}`).toSorted(),
    );
    const said = reminders.map(({ view, ticket }) => textOf(view).replace(ticket, ''));
    expect(new Set(said).size).toBe(1);
    expect((await messages('evaluation')).map(({ unasked }) => unasked)).toEqual([2, 2, 2, 2, 2, 2]);
    expect(Math.min(...reminders.map(({ notBefore }) => notBefore.getTime()))).toBeGreaterThan(
      addWeeks(new Date('2026-11-24T00:00:00Z'), 0.5).getTime(),
    );
    // A teacher who lost it can ask for it, until tickets are not accepted any more.
    expect(textOf(await rig.type(nth(rig.teachers, 0), 'evaluatie'))).toContain('Evaluatie openen');
    rig.clock.now = new Date('2026-12-06T16:00:00Z');
    expect((await rig.invitations()).map(({ view }) => view)).toEqual([null, null, null, null, null, null]);
    expect(textOf(await rig.type(nth(rig.teachers, 0), 'evaluatie'))).toContain('Er loopt nu geen evaluatie');
  });

  it('names two campaigns in one message, twice, to people who are invited to both: they get one message a week', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    const teacher = nth(rig.teachers, 0);
    const messagesOf = async () =>
      prisma().notification.findMany({ where: { account: { personId: teacher.id } }, orderBy: { createdAt: 'asc' } });
    const shown = async () =>
      Promise.all(
        (await messagesOf()).map(async ({ kind, subject, state }) => {
          const view = (await rig.features.composers[kind]?.(subject, rig.clock.now, 'nl')) ?? null;
          return { kind, subject, state, text: view && textOf(view) };
        }),
      );
    const send = async ({ kind, subject }: { kind: string; subject: string }) => {
      await prisma().notification.update({
        where: { key: `${kind}:${subject}` },
        data: { state: 'sent', sentAt: rig.clock.now, reference: 'D0:1' },
      });
    };
    await rig.start(rig.supervisor);
    await rig.start(rig.lead, { whom: 'team', day: '2026-12-10' });
    const first = nth(await shown(), 0);
    expect(first.text).toMatch(/Er zijn nu 2 evaluaties voor je.*begeleiding door Yvonne.*begeleiding door het team/);
    expect(new Set(first.text?.match(/#t=[^&]+/g)).size).toBe(2);
    await send(first);
    rig.clock.now = new Date('2026-12-01T14:30:00Z');
    const second = (await shown()).find(({ kind, state }) => kind === 'evaluation' && state === 'queued');
    if (!second) throw new Error('the other invitation is gone');
    expect(second.text).toMatch(/Een herinnering.*door Yvonne.*door het team/);
    await send(second);
    // Sent messages are redrawn in another language as they were; nothing else is left to announce.
    expect((await shown()).map(({ kind, text }) => `${kind} ${text !== null}`).toSorted()).toEqual([
      'evaluation true',
      'evaluation true',
      'evaluation-reminder false',
      'evaluation-reminder false',
    ]);
    expect(textOf(await rig.type(teacher, 'evaluatie'))).toMatch(/2 evaluaties.*door Yvonne.*door het team/);
    // One of them is over.
    rig.clock.now = new Date('2026-12-07T16:00:00Z');
    expect(textOf(await rig.type(teacher, 'evaluatie'))).toMatch(
      /^(?!.*Yvonne).*Wat vind je van de begeleiding door het team/,
    );
  });

  it.each([
    ['nobody had help', 0, {}, 'Te weinig leerkrachten'],
    ['four had help', 4, {}, 'Te weinig leerkrachten'],
    ['it is over too soon', 6, { day: '2026-11-30' }, 'minstens één week'],
    [
      'nobody who has had this week’s message could be invited',
      6,
      { day: '2026-12-02' },
      'Kies maandag 7 december of later.',
    ],
    ['it lasts too long', 6, { day: '2027-01-06' }, 'minstens één week'],
    ['no day is given', 6, { day: '' }, 'Kies een dag.'],
  ])('does not open when %s, and disturbs nobody', async (_, helped, values, why) => {
    await rig.help(rig.teachers.slice(0, helped));
    expect(await rig.start(rig.supervisor, values)).toMatchObject({
      kind: 'errors',
      fields: { day: expect.stringContaining(why) },
    });
    expect(await prisma().evaluationCampaign.count()).toBe(0);
    expect(await prisma().notification.count()).toBe(0);
  });

  it.each([
    ['not opened', 'only the last days before a holiday are left', '2026-12-17', '2027-01-04', 0],
    ['not opened', 'only those are left and it is as short as it can be', '2026-12-17', '2026-12-28', 0],
    ['opened', 'there is a week after the holiday', '2026-12-17', '2027-01-20', 1],
    ['opened', 'it ends before that', '2026-12-09', '2026-12-21', 1],
  ])('is %s when %s: one message a week is unasked', async (_, _when, on, day, opened) => {
    await rig.help(rig.teachers.slice(0, 6));
    rig.clock.now = new Date(`${on}T14:30:00Z`);
    await rig.start(rig.supervisor, { day });
    expect(await prisma().evaluationCampaign.count()).toBe(opened);
  });

  it('leaves time, also in a short round, for people who had this week’s message, also when it comes back', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    const { id: accountId } = await prisma().account.findFirstOrThrow({ where: { personId: nth(rig.teachers, 0).id } });
    // Somebody who works only on Fridays has a good moment too.
    const { id: personId } = nth(rig.teachers, 0);
    await prisma().rhythm.create({ data: { personId, workdays: [5] } });
    const inNextWeek = async () => {
      const { openedAt, issuanceEndsAt } = await latest();
      const invitation = await prisma().notification.findFirstOrThrow({
        where: { kind: 'evaluation', accountId, createdAt: openedAt },
      });
      const had = { kind: 'x', subject: 'x', lane: invitation.lane, accountId, unasked: 2, createdAt: openedAt };
      const sent = { state: 'sent' as const, sentAt: openedAt, notBefore: openedAt, notAfter: openedAt };
      await prisma().notification.create({ data: { ...had, ...sent, key: `had:${openedAt.getTime()}` } });
      const notifications = createNotificationStore(test.database);
      const goodMoments = (people: readonly string[], from: Date) =>
        goodMomentsOf(test.database, SETTINGS, people, from);
      await postponeUntimely({ notifications, goodMoments }, new Date(invitation.notBefore.getTime() + 1));
      const postponed = await prisma().notification.findUniqueOrThrow({ where: { id: invitation.id } });
      expect(postponed.notBefore.getTime()).toBeLessThan(issuanceEndsAt.getTime());
      return postponed;
    };
    await rig.start(rig.supervisor, { day: '2026-12-07', repeats: 'yes' });
    expect(await inNextWeek()).toMatchObject({ state: 'queued', notBefore: new Date('2026-12-04T06:30:00Z') });
    // A quarter later, on a Monday: nine days would end within the week.
    rig.clock.now = new Date('2026-12-07T16:00:01Z');
    await rig.runSchedule('evaluations');
    await prisma().visit.updateMany({ data: { day: new Date('2027-03-01') } });
    rig.clock.now = new Date('2027-03-08T08:00:00Z');
    await prisma().evaluationCampaign.updateMany({ data: { closesAt: new Date('2026-12-01T16:00:00Z') } });
    await rig.runSchedule('evaluations-repeated');
    expect((await latest()).closesAt).toEqual(new Date('2027-03-22T16:00:00Z'));
    expect(await inNextWeek()).toMatchObject({ state: 'queued', notBefore: new Date('2027-03-19T06:30:00Z') });
  });

  it('is not opened in a holiday, beside another one, nor again soon after', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    rig.clock.now = new Date('2026-12-19T10:00:00Z');
    expect(textOf(await rig.start(rig.supervisor, { day: '2026-12-29' }))).toContain('Te veel leerkrachten');
    rig.clock.now = new Date('2026-11-24T14:30:00Z');
    await Promise.all([rig.start(), rig.start(), rig.start()]);
    expect(await prisma().evaluationCampaign.count()).toBe(1);
    expect(textOf(await rig.start())).toContain('Er loopt al een evaluatie.');
    await close();
    expect(textOf(await rig.start(rig.supervisor, { day: '2026-12-22' }))).toContain('nog geen zes weken geleden');
  });

  it('of the team is for whoever leads it, and none is for a teacher', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    expect(textOf(await rig.start(nth(rig.teachers, 0)))).toContain('werkt niet meer');
    await rig.start(rig.supervisor, { whom: 'team' });
    expect((await latest()).supervisorId).toBe(rig.supervisor.id);
    const dialog = dialogOf(await rig.tap(rig.lead, 'evaluation.start', {}));
    expect(dialog.fields.map(({ name }) => name)).toEqual(['whom', 'day', 'repeats']);
    await rig.start(rig.lead, { whom: 'team' });
    expect(await prisma().evaluationCampaign.count({ where: { supervisorId: null } })).toBe(1);
  });

  it('comes back after a quarter when that was requested, until it is stopped', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    await rig.start(rig.supervisor, { repeats: 'yes' });
    await close();
    rig.clock.now = addWeeks(new Date('2026-11-24T14:30:00Z'), 13);
    await prisma().visit.updateMany({ data: { day: new Date('2027-02-01') } });
    await rig.runSchedule('evaluations-repeated');
    expect(await prisma().evaluationCampaign.count()).toBe(2);
    const shown = viewOf(await rig.type(rig.supervisor, 'evaluatie'));
    expect(textOf(shown)).toContain('Na een kwartaal begint vanzelf');
    expect(dataOf(shown, 'evaluation.stop-repeating')).toHaveLength(1);
    await rig.tap(rig.supervisor, 'evaluation.stop-repeating', {});
    expect(await prisma().evaluationCampaign.count({ where: { repeats: true } })).toBe(0);
  });

  it('does not come back for somebody who has become a teacher and could not stop it', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    await rig.start(rig.supervisor, { repeats: 'yes' });
    await close();
    const { schoolId } = await prisma().person.findUniqueOrThrow({ where: { id: nth(rig.teachers, 0).id } });
    await prisma().person.update({ where: { id: rig.supervisor.id }, data: { role: 'teacher', schoolId } });
    rig.clock.now = addWeeks(new Date('2026-11-24T14:30:00Z'), 13);
    await prisma().visit.updateMany({ data: { day: new Date('2027-02-01') } });
    await rig.runSchedule('evaluations-repeated');
    expect(await prisma().evaluationCampaign.count()).toBe(1);
  });
});

describe('the close', () => {
  it('publishes figures from five and texts from ten, carries over what is too little, and publishes nothing twice', async () => {
    await rig.help(rig.teachers.slice(0, 12));
    await rig.start();
    const first = await latest();
    await evaluate(
      first.id,
      [1, 2, 3, 4].map((step) => evaluationOf(step, `houd ${step}`)),
    );
    await close();
    expect(await rig.published(first.id)).toEqual({
      campaign: first.id,
      scope: 'supervisor',
      published: false,
      reason: 'too few, carried to the next round',
      fewest: 5,
    });
    const { view: told } = nth(await messages('evaluation-result'), 0);
    expect(textOf(told)).toContain('Minder dan 5 leerkrachten vulden iets in');
    expect(textOf(told)).not.toMatch(/houd|\b(4|12)\b/);
    expect(await prisma().evaluation.count()).toBe(4);

    const next = async (day: string, closes: string, given: readonly ReturnType<typeof evaluationOf>[]) => {
      rig.clock.now = new Date(`${day}T14:30:00Z`);
      await prisma().visit.updateMany({ data: { day: new Date(day) } });
      await rig.start(rig.supervisor, { day: closes });
      const { id } = await latest();
      await evaluate(id, given);
      rig.clock.now = new Date(`${closes}T20:00:00Z`);
      await rig.runSchedule('evaluations');
      return rig.published(id);
    };
    // With the four that waited: five.
    const second = await next('2027-01-12', '2027-01-26', [{ ...evaluationOf(5, '', 'meer tijd') }]);
    expect(second).toMatchObject({ published: true, raters: '5-9', texts: null });
    expect(second?.items).toContainEqual({ code: 'NEW', mean: 3, spread: null });
    expect(await prisma().evaluation.count()).toBe(5);
    // Published forms do not count again, and unpublished texts keep waiting: six figures, eleven texts.
    const six = [5, 5, 5, 5, 4, 4].map((step, index) => evaluationOf(step, `nog ${index}`, ' '));
    const third = await next('2027-03-09', '2027-03-23', six);
    expect(third?.items).toContainEqual({ code: 'NEW', mean: 4.7, spread: null });
    const written = third?.texts === 'erased' ? null : third?.texts;
    expect(written?.keep.toSorted()).toEqual(
      ['houd 1', 'houd 2', 'houd 3', 'houd 4', 'nog 0', 'nog 1', 'nog 2', 'nog 3', 'nog 4', 'nog 5'].toSorted(),
    );
    expect(written?.change).toEqual(['meer tijd']);
    expect(await prisma().evaluation.count()).toBe(0);
  });

  it('tells the number of forms and not of people: the forms of two rounds may be from the same three people', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    await rig.start();
    await evaluate(
      (await latest()).id,
      [1, 2, 3].map((value) => evaluationOf(value)),
    );
    await close();
    expect(textOf(await rig.type(rig.supervisor, 'evaluatie'))).toContain('Minder dan 5 leerkrachten');
    rig.clock.now = new Date('2027-01-12T14:30:00Z');
    await prisma().visit.updateMany({ data: { day: new Date('2027-01-05') } });
    await rig.start(rig.supervisor, { day: '2027-01-26' });
    await evaluate(
      (await latest()).id,
      [1, 2, 3].map((value) => evaluationOf(value)),
    );
    expect((await rig.invitations()).every(({ view }) => !textOf(view).includes('mensen'))).toBe(true);
    rig.clock.now = new Date('2027-01-26T16:00:01Z');
    await rig.runSchedule('evaluations');
    const shown = textOf(await rig.type(rig.supervisor, 'evaluatie'));
    expect(shown).toContain('uit 5 tot 9 formulieren.');
    expect(shown).not.toContain('tot 9 leerkrachten');
  });

  it('is not held up by a campaign whose key is gone: the others count, and that one waits', async () => {
    await rig.help(rig.teachers.slice(0, 12));
    await rig.start();
    const { id } = await latest();
    await evaluate(
      id,
      [1, 5, 5, 5, 5, 5].map((step) => evaluationOf(step, `houd ${step}`)),
    );
    const lost = await prisma().evaluation.findFirstOrThrow();
    const sealedEvaluation = secretsWith([{ id: 'gone', key: Buffer.alloc(32, 9) }]).seal('{}');
    await prisma().evaluation.update({ where: { id: lost.id }, data: { sealedEvaluation } });
    await close();
    expect(await rig.published(id)).toMatchObject({ published: true, raters: '5-9', texts: null });
    expect(await prisma().evaluation.findUnique({ where: { id: lost.id } })).toMatchObject({ sealedEvaluation });
    // Texts of the others wait beside it.
    expect(await prisma().evaluation.count()).toBe(6);
  });

  it('tells in words on what teachers differed', async () => {
    await rig.help(rig.teachers.slice(0, 12));
    await rig.start();
    const { id } = await latest();
    await evaluate(
      id,
      Array.from({ length: 12 }, (_, index) => {
        const given = evaluationOf(4);
        return { ...given, answers: { ...given.answers, NEW: index % 2 === 0 ? 2 : 5 } };
      }),
    );
    await close();
    const shown = textOf(nth(await messages('evaluation-result'), 0).view);
    expect(shown).toContain('"Hierover dachten leerkrachten verschillend: Bracht mij iets nieuws."');
    expect(shown).not.toContain('spreiding');
  });

  it('goes to the supervisor and whoever leads, who read what was written, and to nobody else', async () => {
    await rig.help(rig.teachers.slice(0, 12));
    await rig.start();
    const { id } = await latest();
    const given = Array.from({ length: 12 }, (_, index) => evaluationOf(index % 2 === 0 ? 4 : null, `tekst ${index}`));
    await evaluate(id, given);
    expect(await messages('evaluation-result')).toEqual([]);
    await close();
    const results = await messages('evaluation-result');
    expect(results.map(({ to }) => to).toSorted()).toEqual(['Femke', 'Yvonne']);
    const shown = textOf(nth(results, 0).view);
    expect(shown).toContain('Evaluatie van de begeleiding door Yvonne');
    expect(shown).toContain('uit 10 tot 19 formulieren.');
    expect(shown).toContain('"Al met al: 4,0 van 5"');
    expect(shown).toContain('4,0 · Bracht mij iets nieuws');
    expect(shown).not.toContain('tekst');
    for (const { view } of await messages('evaluation-closed')) {
      expect(textOf(view)).toContain('Yvonne en de teamleider krijgen de uitslag');
      expect(textOf(view)).not.toContain('4,0');
    }
    const [read = {}] = dataOf(viewOf(await rig.type(rig.supervisor, 'evaluatie')), 'evaluation.read');
    const page = viewOf(await rig.tap(rig.lead, 'evaluation.read', read));
    expect(textOf(page).match(/tekst \d+/g)).toHaveLength(10);
    const [more = {}] = dataOf(page, 'evaluation.read');
    expect(textOf(await rig.tap(rig.supervisor, 'evaluation.read', more)).match(/tekst \d+/g)).toHaveLength(2);
    // Texts are deleted half a year after the close; the figures stay.
    const { texts: _written, ...figures } = (await rig.published(id)) ?? {};
    const night = async (day: string) => {
      rig.clock.now = new Date(`${day}T01:30:00Z`);
      await rig.runSchedule('evaluations-mixed');
      return rig.published(id);
    };
    expect((await night('2027-06-08'))?.texts).toMatchObject({ keep: expect.any(Array) });
    expect(await night('2027-06-09')).toEqual({ ...figures, texts: 'erased' });
    expect(await test.database.prisma.evaluationCampaign.count({ where: { result: { contains: 'tekst' } } })).toBe(0);
    expect(textOf(await rig.tap(rig.supervisor, 'evaluation.read', read))).toContain('is gewist');
    expect(textOf(await rig.type(rig.supervisor, 'evaluatie'))).toContain('is gewist');
    expect(JSON.stringify(await rig.features.export({ id: rig.supervisor.id, language: 'nl' }))).toContain('erased');
    await prisma().person.update({ where: { id: rig.lead.id }, data: { role: 'supervisor' } });
    expect(textOf(await rig.tap(rig.lead, 'evaluation.read', read))).toContain('werkt niet meer');
    expect(textOf(await rig.tap(nth(rig.teachers, 0), 'evaluation.read', read))).toContain('werkt niet meer');
    const { run, settings, removeFiles } = createCommandRunner(test);
    settings.now = rig.clock.now;
    const campaigns = z.array(z.looseObject({ id: z.string(), about: z.string(), state: z.string() }));
    expect(campaigns.parse(JSON.parse((await run('evaluation', '--json')).out))).toMatchObject([
      { id, about: 'Yvonne', state: 'closed' },
    ]);
    expect((await run('evaluation', '--campaign', id, '--json')).out.trim()).toBe((await latest()).result);
    expect((await run('evaluation', '--campaign', id)).out).toContain('4.0 · Brought me something new');
    expect((await run('evaluation', '--campaign', 'none')).err).toContain('no such campaign');
    removeFiles();
  });

  it('deletes its sentences after half a year, also when one of them contains what PostgreSQL cannot read', async () => {
    await rig.help(rig.teachers.slice(0, 10));
    await rig.start();
    const { id } = await latest();
    const given = Array.from({ length: 10 }, (_, index) => evaluationOf(4, index === 0 ? 'ne\u0000t \ud83d' : ''));
    await evaluate(id, given);
    await close();
    const published = await rig.published(id);
    expect(published?.texts).toMatchObject({ keep: ['net'] });
    // As it was stored before such characters were removed.
    const before = JSON.stringify(published).replace('"net"', JSON.stringify('ne\u0000t \ud83d'));
    await prisma().evaluationCampaign.update({ where: { id }, data: { result: before } });
    rig.clock.now = new Date('2027-06-09T01:30:00Z');
    await rig.runSchedule('evaluations-mixed');
    expect((await rig.published(id))?.texts).toBe('erased');
  });

  it('erases keys, tokens and blinded messages with the files that they were in, and leaves the tables as they were', async () => {
    await rig.help(rig.teachers.slice(0, 6));
    await rig.start();
    await rig.start(rig.lead, { whom: 'team', day: '2026-12-22' });
    const ofTeam = await prisma().evaluationCampaign.findFirstOrThrow({ where: { supervisorId: null } });
    const ofSupervisor = await prisma().evaluationCampaign.findFirstOrThrow({ where: { supervisorId: { not: null } } });
    await evaluate(ofSupervisor.id, [evaluationOf(3)]);
    await evaluate(ofTeam.id, [evaluationOf(3)]);
    const shape = () => prisma().$queryRaw<{ name: string }[]>`
      SELECT conname || ' ' || pg_get_constraintdef(oid) AS name FROM pg_constraint WHERE conrelid::regclass::text LIKE '"Evaluation%'
      UNION ALL SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'Evaluation%' ORDER BY 1`;
    const files = () => prisma().$queryRaw<{ name: string; file: number }[]>`
      SELECT relname AS name, relfilenode::int AS file FROM pg_class
       WHERE relname IN ('Evaluation', 'EvaluationTicket', 'EvaluationKey', 'Evaluation_campaignId_tokenHash_key') ORDER BY 1`;
    const [shapeBefore, filesBefore] = [await shape(), await files()];
    await close();
    expect(await shape()).toEqual(shapeBefore);
    const after = await files();
    expect(after.filter(({ file }, index) => file === filesBefore[index]?.file)).toEqual([]);
    const where = { campaignId: ofSupervisor.id };
    expect(await prisma().evaluationKey.count({ where })).toBe(0);
    expect(await prisma().evaluation.findMany({ where, select: { tokenHash: true } })).toEqual([{ tokenHash: null }]);
    const tickets = await prisma().evaluationTicket.findMany({ where });
    expect(tickets.filter(({ blindedHash }) => blindedHash !== null)).toEqual([]);
    expect(tickets.filter(({ used }) => used)).toEqual([]);
    // The public key is still served, and the other campaign goes on.
    expect((await rig.keyOf(ofSupervisor.id)).campaign).toBe(ofSupervisor.id);
    const open = (await rig.invitations()).filter(({ campaign }) => campaign === ofTeam.id);
    const credential = await rig.exchange(ofTeam.id, nth(open, 5).ticket);
    expect((await rig.send(ofTeam.id, credential)).status).toBe(204);
  });

  it('loses nothing that comes in meanwhile, and waits for processes that hold the tables', async () => {
    await rig.help(rig.teachers.slice(0, 12));
    await rig.start();
    await rig.start(rig.lead, { whom: 'team', day: '2026-12-15' });
    const ofTeam = await prisma().evaluationCampaign.findFirstOrThrow({ where: { supervisorId: null } });
    const open = (await rig.invitations()).filter(({ campaign }) => campaign === ofTeam.id);
    const credentials = await Promise.all(open.map(({ ticket }) => rig.exchange(ofTeam.id, ticket)));
    rig.clock.now = CLOSED;
    // A backup reads all tables in one transaction.
    await prisma().$transaction(async (backup) => {
      await backup.$queryRaw`SELECT count(*)::int FROM "Evaluation"`;
      await expect(rig.runSchedule('evaluations')).rejects.toThrow();
    });
    expect(await prisma().evaluationCampaign.count({ where: { closedAt: null } })).toBe(2);
    const closing = rig.runSchedule('evaluations');
    const sent = await Promise.all(credentials.map((credential) => rig.send(ofTeam.id, credential)));
    await closing;
    expect(sent.map(({ status }) => status)).toEqual(credentials.map(() => 204));
    expect(await prisma().evaluation.count({ where: { campaignId: ofTeam.id } })).toBe(credentials.length);
    expect(await prisma().evaluationCampaign.count({ where: { closedAt: null } })).toBe(1);
  });
});

it('nothing unpublished is kept longer than answers are, whether another round closes or not', async () => {
  await rig.help(rig.teachers.slice(0, 6));
  await rig.start();
  await evaluate((await latest()).id, [evaluationOf(4, 'een zin')]);
  await close();
  const left = async (night: string) => {
    rig.clock.now = new Date(night);
    await rig.runSchedule('evaluations-mixed');
    return [await prisma().evaluation.count(), await prisma().evaluationTicket.count()];
  };
  expect(await left('2028-12-08T01:30:00Z')).toEqual([1, 6]);
  expect(await left('2028-12-09T01:30:00Z')).toEqual([0, 0]);
});

it('nothing tells after the close who took part: one carried form would show whose it is', async () => {
  await rig.help(rig.teachers.slice(0, 6));
  await rig.start();
  const { id } = await latest();
  await evaluate(id, [evaluationOf(2, 'mijn tekst')]);
  const [whose] = await prisma().evaluationTicket.findMany({ where: { used: true } });
  await close();
  expect(await prisma().evaluation.count({ where: { campaignId: id } })).toBe(1);
  const tickets = await prisma().evaluationTicket.findMany();
  const known = tickets.map(({ id: _, personId, ...rest }) => JSON.stringify(rest));
  expect([known.length, new Set(known).size]).toEqual([6, 1]);
  const held = await rig.features.export({ id: whose?.personId ?? '', language: 'nl' });
  const invitations = held.find(({ name }) => name === 'evaluationInvitations');
  expect(invitations?.rows).toMatchObject([{ about: 'Yvonne', used: null }]);
  // As an earlier version left them.
  await prisma().evaluationTicket.updateMany({ where: { id: whose?.id ?? '' }, data: { used: true } });
  await rig.runSchedule('evaluations-mixed');
  expect(await prisma().evaluationTicket.count({ where: { used: true } })).toBe(0);
});

it('a teacher sees that they were invited and whether they used it, and after erasure only the evaluation is left', async () => {
  await rig.help(rig.teachers.slice(0, 6));
  await rig.start();
  const { id } = await latest();
  const [first] = await rig.invitations();
  const credential = await rig.exchange(id, first?.ticket ?? '');
  expect((await rig.send(id, credential, evaluationOf(2, 'mijn tekst'))).status).toBe(204);
  const held = JSON.stringify(await rig.features.export({ id: first?.personId ?? '', language: 'nl' }));
  expect(held).toContain('"name":"evaluationInvitations"');
  expect(held).toContain('"used":true');
  expect(held).not.toContain('mijn tekst');
  await erasePerson(prisma(), first?.personId ?? '');
  expect(await prisma().evaluationTicket.count()).toBe(5);
  expect(await prisma().evaluation.count()).toBe(1);
  expect((await rig.post(`${id}/signature`, { ticket: first?.ticket, blinded: 'x' })).status).toBe(400);
  // When the supervisor is erased, everything that was said about them is deleted.
  await erasePerson(prisma(), rig.supervisor.id);
  expect([await prisma().evaluationCampaign.count(), await prisma().evaluation.count()]).toEqual([0, 0]);
});
