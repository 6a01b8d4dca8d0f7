import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../src/calendar/calendar.ts';
import { DeliveryError } from '../../../src/chat/platform.ts';
import type { FieldValues } from '../../../src/chat/view.ts';
import { dayOutsideHolidays, dueDay, reminderOf } from '../../../src/features/help-request/deadline.ts';
import { discloseWaiting } from '../../../src/measurement/disclosure/waiting.ts';
import { erasePerson } from '../../../src/people/erase-person.ts';
import { secretsWith } from '../../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { createLatch } from '../../fakes/latch.ts';
import { TENANT } from '../../fixtures/partnership.ts';
import { waitUntil } from '../../wait-until.ts';
import {
  type Actor,
  dataOf,
  dialogOf,
  labelsOf,
  nth,
  openSupport,
  type Rig,
  textOf,
  viewOf,
} from '../intervention/intervention-rig.ts';

let test: TestDatabase;
let rig: Rig;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  rig = await openSupport(test, 5);
});
afterAll(() => test.drop());

const prisma = () => test.database.prisma;
const teacher = (index: number): Actor => nth(rig.teachers, index);
const [YVONNE, ZEYNEP, ARJAN] = [0, 1, 2] as const;
const supervisor = (index: number): Actor => nth(rig.supervisors, index);
const ask = async (by: Actor, values: FieldValues = {}) => {
  const dialog = dialogOf(await rig.tap(by, 'help-request.ask', {}));
  const filled = { question: 'Hoe krijg ik rust in de klas?', wishes: ['OBSERVATION'], about: '4', ...values };
  // Fields that were left empty are not submitted.
  return rig.submit(by, dialog, Object.fromEntries(Object.entries(filled).filter(([, value]) => value.length > 0)));
};
const request = () => prisma().helpRequest.findFirstOrThrow({ include: { taken: true } });
const idOf = async () => ({ request: (await request()).id });
const heard = async (kind: string) => (await rig.outbox(kind)).filter(({ view }) => view !== null);

describe('a teacher', () => {
  it('asks in one sentence, is warned about names before sending, and reads by when somebody comes', async () => {
    const dialog = dialogOf(await rig.tap(teacher(0), 'help-request.ask', {}));
    expect(dialog.intro).toContain('Noem geen namen van leerlingen');
    const reply = await ask(teacher(0), { feedback: 'mijn uitleg', materials: 'een timer', coordinator: 'yes' });
    expect(reply).toEqual({
      kind: 'close',
      note: 'Verstuurd. Uiterlijk dinsdag 8 december komt er iemand. Je hoort wie.',
    });
    const stored = await request();
    expect(stored).toMatchObject({
      teacherId: teacher(0).id,
      cluster: 4,
      coordinatorKnows: true,
      wishes: ['OBSERVATION'],
    });
    expect(JSON.stringify(stored)).not.toMatch(/rust in de klas|mijn uitleg|een timer/);
    expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain('Nog niemand pakt dit op.');
  });

  it('reads in the help what the word does for teachers, and a supervisor what it does for supervisors', async () => {
    const [teachers, supervisors] = [teacher(0), supervisor(YVONNE)].map(async (actor) =>
      textOf(await rig.type(actor, 'hulp')),
    );
    expect(await teachers).toContain('hulpvraag: hulp vragen, en zien wie je vraag oppakt');
    expect(await supervisors).toContain('hulpvraag: hulpvragen uit je kring, en wie ze oppakt');
  });

  it.each([
    ['nothing', { question: [] }, 'question'],
    ['too much', { question: 'a'.repeat(301) }, 'question'],
    ['what nobody offers', { wishes: ['MAGIC'] }, 'wishes'],
    ['about another field', { about: '5' }, 'about'],
  ])('cannot ask %s', async (_, values, field) => {
    expect(await ask(teacher(0), values)).toMatchObject({ kind: 'errors', fields: { [field]: expect.any(String) } });
    expect(await prisma().helpRequest.count()).toBe(0);
  });

  it('has at most three requests at once, and withdraws only their own', async () => {
    for (const _ of [1, 2, 3]) await ask(teacher(0));
    expect(await ask(teacher(0))).toMatchObject({
      kind: 'errors',
      fields: { question: expect.stringContaining('drie') },
    });
    const shown = viewOf(await rig.type(teacher(0), 'hulpvraag'));
    const [first = {}] = dataOf(shown, 'help-request.withdraw');
    await rig.tap(teacher(1), 'help-request.withdraw', first);
    expect(await prisma().helpRequest.count({ where: { withdrawnAt: null } })).toBe(3);
    expect(
      dataOf(viewOf(await rig.tap(teacher(0), 'help-request.withdraw', first)), 'help-request.withdraw'),
    ).toHaveLength(2);
    // Nobody can take it any more, and its text is not shown.
    expect(textOf(await rig.tap(supervisor(YVONNE), 'help-request.take', first))).toContain('is ingetrokken');
    expect(textOf(await rig.tap(supervisor(YVONNE), 'help-request.take', first))).not.toContain('rust in de klas');
    expect(await prisma().helpTaken.count()).toBe(0);
  });

  it('has three at most also when several are sent in the same moment', async () => {
    const replies = await Promise.all(Array.from({ length: 8 }, () => ask(teacher(0))));
    expect(await prisma().helpRequest.count()).toBe(3);
    const refused = { kind: 'errors', fields: { question: expect.stringContaining('drie') } };
    expect(replies.filter(({ kind }) => kind === 'errors')).toEqual(Array(5).fill(expect.objectContaining(refused)));
    expect(new Set((await heard('help-request')).map(({ subject }) => subject.split(':')[0])).size).toBe(3);
  });

  it('finds it in their own data, and after erasure nothing is left', async () => {
    await ask(teacher(0));
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    const held = JSON.stringify(await rig.all.export({ id: teacher(0).id, language: 'nl' }));
    expect(held).toContain('"question":"Hoe krijg ik rust in de klas?"');
    expect(held).toContain('"supervisor":"Zeynep"');
    expect(JSON.stringify(await rig.all.export({ id: supervisor(ZEYNEP).id, language: 'nl' }))).not.toContain(
      'rust in de',
    );
    await rig.tap(teacher(0), 'own-data.forget', { answer: 'yes' });
    expect([await prisma().helpRequest.count(), await prisma().helpTaken.count()]).toEqual([0, 0]);
    expect(await heard('help-request')).toEqual([]);
  });
});

describe('the supervisors of the circle', () => {
  it('are told: at once those with that expertise, the others a day later, and nobody else', async () => {
    await ask(teacher(0));
    const messages = await heard('help-request');
    expect(messages.map(({ to, at }) => `${to} ${at.toISOString().slice(0, 10)}`)).toEqual([
      'Zeynep 2026-11-24',
      'Yvonne 2026-11-25',
    ]);
    const text = textOf(nth(messages, 0).view);
    expect(text).toContain('Hulpvraag van Naam Noord-0 (School Noord)');
    expect(text).toContain('Hoe krijg ik rust in de klas?');
    expect(text).toContain('meekijken in de les');
    expect(text).toContain('dinsdag 8 december');
    expect(text).toContain('Ib’er weet hiervan');
    expect(text).not.toContain('Wat zou je helpen');
  });

  it('are told when their workspace is reconnected, if it was disconnected when the request came; so is its teacher', async () => {
    const connect = (platform: 'slack' | 'teams', state: 'active' | 'reconnect') =>
      prisma().workspace.updateMany({ where: { platform }, data: { state } });
    await connect('teams', 'reconnect');
    await ask(teacher(0));
    expect((await heard('help-request')).map(({ to }) => to)).toEqual(['Zeynep', 'Yvonne']);
    const waits = await prisma().notification.findFirstOrThrow({ where: { account: { person: { name: 'Zeynep' } } } });
    expect(waits).toMatchObject({ state: 'queued', lane: `teams:${TENANT}` });
    await connect('teams', 'active');
    await connect('slack', 'reconnect');
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    expect((await heard('help-request-taken')).map(({ to }) => to)).toEqual(['Naam Noord-0']);
  });

  it('are not told any more once they serve another circle, although it was written to them', async () => {
    await ask(teacher(0));
    await prisma().personCircle.deleteMany({ where: { personId: supervisor(YVONNE).id } });
    expect((await heard('help-request')).map(({ to }) => to)).toEqual(['Zeynep']);
  });

  it('are not told any more once they left, unless nobody else would be', async () => {
    const leave = (index: number) =>
      prisma().person.update({ where: { id: supervisor(index).id }, data: { missingSince: rig.clock.now } });
    const told = async (by: Actor) => {
      await ask(by);
      const { id } = await prisma().helpRequest.findFirstOrThrow({ where: { teacherId: by.id } });
      return (await rig.outbox('help-request')).filter(({ subject }) => subject.startsWith(id)).map(({ to }) => to);
    };
    const all = await told(teacher(0));
    expect(all).toContain('Yvonne');
    expect(all.length).toBeGreaterThan(1);
    await leave(YVONNE);
    expect((await told(teacher(1))).sort()).toEqual(all.filter((name) => name !== 'Yvonne').sort());
    for (const index of [ZEYNEP, ARJAN]) await leave(index);
    expect((await told(teacher(2))).sort()).toEqual(all.sort());
  });

  it('are all told at once when the teacher does not know which expertise they need', async () => {
    await ask(teacher(0), { about: [] });
    expect((await heard('help-request')).map(({ at }) => at)).toEqual([rig.clock.now, rig.clock.now]);
  });

  it('get one who takes it, however many tap at once, and the teacher reads who comes and by when', async () => {
    await ask(teacher(0));
    const id = await idOf();
    const tappers = [YVONNE, ZEYNEP, YVONNE, ZEYNEP];
    const replies = await Promise.all(tappers.map((who) => rig.tap(supervisor(who), 'help-request.take', id)));
    expect(await prisma().helpTaken.count()).toBe(1);
    const name = (await request()).taken?.supervisorId === supervisor(YVONNE).id ? 'Yvonne' : 'Zeynep';
    for (const [index, reply] of replies.entries()) {
      const isTheirs = (tappers[index] === YVONNE) === (name === 'Yvonne');
      expect(textOf(reply)).toContain(isTheirs ? 'Jij pakt dit op.' : `${name} pakt dit op.`);
    }
    expect((await heard('help-request-taken')).map(({ to, view }) => `${to}: ${view?.summary}`)).toEqual([
      `Naam Noord-0: ${name} pakt je hulpvraag op en komt uiterlijk dinsdag 8 december langs.`,
    ]);
    // Those who would have been told tomorrow need not be.
    expect(await heard('help-request')).toHaveLength(1);
  });

  it('plan a visit and finish: only the one who took it can, and the teacher reads the day', async () => {
    await ask(teacher(0));
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    const plan = (who: number, day: string) =>
      rig.submit(supervisor(who), { action: 'help-request.plan', data: id }, { day });
    expect(textOf(await plan(YVONNE, '2026-12-01'))).toContain('werkt niet meer');
    expect(await plan(ZEYNEP, '2026-11-23')).toMatchObject({ kind: 'errors' });
    expect((await request()).visitOn).toBeNull();
    expect(dialogOf(await rig.tap(supervisor(ZEYNEP), 'help-request.plan', id)).intro).toContain('dinsdag 8 december');
    await plan(ZEYNEP, '2026-12-01');
    expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain('Zeynep komt op dinsdag 1 december.');
    expect(nth(await heard('help-request-planned'), 0).view?.summary).toContain(
      'komt voor je hulpvraag op dinsdag 1 december',
    );
    await rig.tap(supervisor(YVONNE), 'help-request.done', id);
    expect((await request()).doneAt).toBeNull();
    expect(textOf(await rig.tap(supervisor(ZEYNEP), 'help-request.done', id))).toContain('is afgerond');
    expect(textOf(await rig.type(supervisor(YVONNE), 'hulpvragen'))).toContain('geen hulpvraag open');
  });

  it('finish in a list, with a word about whose request it was', async () => {
    await ask(teacher(0));
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    const done = (who: number) => rig.tap(supervisor(who), 'help-request.done', { ...id, place: 'list' });
    expect(textOf(await done(YVONNE))).not.toContain('Genoteerd');
    expect(textOf(await done(ZEYNEP))).toMatch(/Genoteerd: je was bij Naam Noord-0\..*geen hulpvraag open/s);
  });

  it('plan and finish by the date at the school, wherever that is', async () => {
    await prisma().school.updateMany({ data: { timezone: 'America/Kralendijk' } });
    // Tuesday evening there, Wednesday in Amsterdam.
    rig.at('2026-11-24T23:30:00Z');
    await ask(teacher(0));
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    const plan = (day: string) => rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: id }, { day });
    expect(await plan('2026-11-23')).toMatchObject({ kind: 'errors' });
    expect(await plan('2026-11-24')).toMatchObject({ kind: 'close' });
    await plan('2026-12-01');
    await rig.tap(supervisor(ZEYNEP), 'help-request.done', id);
    expect((await request()).visitOn).toEqual(new Date('2026-11-24'));
  });

  it.each([
    ['a Saturday', '2026-11-28'],
    ['a Sunday', '2026-11-29'],
    ['the Christmas holidays', '2026-12-23'],
  ])('cannot plan a visit on a day on which the school is closed: %s', async (_, day) => {
    await ask(teacher(0));
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    const reply = await rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: id }, { day });
    expect(reply).toMatchObject({ kind: 'errors', fields: { day: 'Dan is de school dicht. Kies een schooldag.' } });
    expect((await request()).visitOn).toBeNull();
    expect(await heard('help-request-planned')).toEqual([]);
  });

  it('are the only ones: supervisors of another circle and teachers cannot take it', async () => {
    await ask(teacher(0));
    for (const actor of [supervisor(ARJAN), teacher(1)]) {
      expect(textOf(await rig.tap(actor, 'help-request.take', await idOf()))).toContain('werkt niet meer');
      expect(textOf(await rig.type(actor, 'hulpvragen'))).not.toContain('rust in de klas');
    }
    expect(await prisma().helpTaken.count()).toBe(0);
    expect(textOf(await rig.type(supervisor(YVONNE), 'hulpvragen'))).toContain('rust in de klas');
  });

  it.each([
    ['was erased', () => prisma().person.delete({ where: { id: supervisor(ZEYNEP).id } })],
    ['has themselves forgotten', () => rig.tap(supervisor(ZEYNEP), 'own-data.forget', { answer: 'yes' })],
    ['serves another circle', () => prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } })],
    [
      'is no supervisor any more',
      () => prisma().person.update({ where: { id: supervisor(ZEYNEP).id }, data: { role: 'teacher' } }),
    ],
  ])('get it back when the one who took it %s, and everybody concerned is told', async (_, leave) => {
    await ask(teacher(0));
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    // Nobody comes on the planned day: it causes reminders again, and is not the day of the next supervisor who takes
    // it.
    await rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: await idOf() }, { day: '2026-12-03' });
    rig.at('2026-11-24T22:00:00Z');
    await rig.runSchedule('help-request-cards');
    expect([...(await heard('help-request-again')), ...(await heard('help-request-free'))]).toEqual([]);
    await leave();
    expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain('Nog niemand pakt dit op.');
    for (const _again of [1, 2]) await rig.runSchedule('help-request-cards');
    const morning = new Date('2026-11-25T06:30:00Z');
    const [again, ...more] = await heard('help-request-again');
    expect([again, more]).toMatchObject([{ to: 'Naam Noord-0', at: morning }, []]);
    expect(textOf(again?.view ?? null)).toMatch(/Het bezoek van donderdag 3 december gaat niet door.*niet kwijt/);
    const free = await heard('help-request-free');
    expect(free).toMatchObject([{ to: 'Yvonne', at: morning }]);
    expect(textOf(free[0]?.view ?? null)).toMatch(/is weer vrij.*Ik pak dit op/);
    rig.at('2026-12-01T07:00:00Z');
    await rig.runSchedule('help-request-reminders');
    expect((await heard('help-request-reminder')).map(({ to }) => to)).toEqual(['Yvonne']);
    expect(textOf(await rig.tap(supervisor(YVONNE), 'help-request.take', await idOf()))).toContain('Jij pakt dit op.');
    expect((await request()).visitOn).toBeNull();
    expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain('Yvonne');
    // Nobody needs to hear any more that it was free, and when the other comes back it stays Yvonne's.
    expect([...(await heard('help-request-again')), ...(await heard('help-request-free'))]).toEqual([]);
    expect((await request()).taken?.supervisorId).toBe(supervisor(YVONNE).id);
  });
});

describe('the messages about a request', () => {
  /** The edits since the last call, by who sees them. */
  const redrawn = async () => {
    await rig.features.settled();
    return rig.edits.splice(0).map(({ platform, user, text }) => {
      const who = [...rig.supervisors, ...rig.teachers].find((actor) => actor.user.user === user);
      return { platform, name: who?.name ?? '', text };
    });
  };
  const seen = async () => (await redrawn()).map(({ platform, name }) => `${platform} ${name}`).sort();
  const textFor = (edits: Awaited<ReturnType<typeof redrawn>>, name: string) =>
    edits.filter((each) => each.name === name).map(({ text }) => text);
  const plan = async (day: string) =>
    rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: await idOf() }, { day });
  const askAll = async () => {
    await ask(teacher(0), { about: [] });
    await rig.sent();
  };
  const BOTH = ['slack Yvonne', 'teams Zeynep'];

  it('show on both platforms who took it, when they come, and that it is done, whoever tapped', async () => {
    await askAll();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    const taken = await redrawn();
    expect(taken.map(({ platform, name }) => `${platform} ${name}`).sort()).toEqual(BOTH);
    expect(textFor(taken, 'Yvonne').join()).toContain('Zeynep pakt dit op.');
    expect(textFor(taken, 'Zeynep').join()).toContain('Jij pakt dit op.');
    expect(textFor(taken, 'Yvonne').join()).not.toMatch(/Ik pak dit op|Nog niemand|help-request.take/);
    expect(textFor(taken, 'Zeynep').join()).toContain('Bezoek plannen');

    await rig.sent();
    await plan('2026-12-01');
    const planned = await redrawn();
    expect(planned.map(({ platform, name }) => `${platform} ${name}`).sort()).toEqual(['slack Naam Noord-0', ...BOTH]);
    // Each reads it in their own words, and what the teacher's next message says is not said twice.
    const told = { 'Naam Noord-0': 'Zeynep pakt je hulpvraag op.', Yvonne: 'Zeynep komt op dinsdag 1 december' };
    for (const [name, said] of Object.entries({ ...told, Zeynep: 'Jij komt op dinsdag 1 december' })) {
      expect(textFor(planned, name).join()).toContain(said);
    }
    expect(textFor(planned, 'Zeynep').join()).toContain('Andere dag');

    await rig.sent();
    await rig.tap(supervisor(ZEYNEP), 'help-request.done', await idOf());
    const done = await redrawn();
    expect(done).toHaveLength(4);
    for (const { text } of done) expect(text).toContain('Deze hulpvraag is afgerond.');
    // Only the teacher can say that nobody came.
    expect(done.filter(({ text }) => text.includes('Kwam er niemand?')).map(({ name }) => name)).toEqual([
      'Naam Noord-0',
      'Naam Noord-0',
    ]);
    expect(await prisma().helpCard.count()).toBe(0);
  });

  it('are edited once for a change, and not for taps that change nothing', async () => {
    await askAll();
    const { until: slow, release } = createLatch();
    rig.slowness.until = slow;
    for (const who of [YVONNE, ZEYNEP, YVONNE]) await rig.tap(supervisor(who), 'help-request.take', await idOf());
    // Long enough for code that does not wait for the previous edit.
    await prisma().$queryRaw`SELECT 1 FROM pg_sleep(0.3)`;
    release();
    await rig.features.settled();
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toEqual(BOTH);
  });

  it('tell a teacher about each change once: in a new message, and the earlier one becomes short', async () => {
    await askAll();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    const days = ['2026-12-01', '2026-12-02', '2026-12-02', '2026-12-01'];
    for (const [index, day] of days.entries()) {
      rig.at(`2026-11-24T15:0${index}:00Z`);
      await rig.sent();
      await plan(day);
    }
    expect((await rig.outbox('help-request-planned')).map(({ subject }) => subject.split(':')[1]).toSorted()).toEqual([
      '2026-12-01',
      '2026-12-01',
      '2026-12-02',
    ]);
    await rig.sent();
    await redrawn();
    await prisma().helpCard.updateMany({ data: { shows: '' } });
    await rig.runSchedule('help-request-cards');
    const told = textFor(await redrawn(), 'Naam Noord-0');
    expect(told.filter((text) => text.includes('komt op een andere dag'))).toHaveLength(1);
    expect(told.filter((text) => text.includes('Zeynep pakt je hulpvraag op.'))).toHaveLength(1);
    await prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } });
    await rig.runSchedule('help-request-cards');
    expect(textFor(await redrawn(), 'Naam Noord-0').join()).toContain(
      'Het bezoek van woensdag 2 december gaat niet door.',
    );
    await rig.sent();
    await rig.tap(supervisor(YVONNE), 'help-request.take', await idOf());
    const taken = textFor(await redrawn(), 'Naam Noord-0');
    expect(taken.length).toBeGreaterThan(3);
    for (const text of taken) expect(text).toContain('Yvonne pakt je hulpvraag op.');
  });

  it('are complete only in the newest message to a supervisor', async () => {
    await askAll();
    rig.at('2026-12-01T07:00:00Z');
    await rig.runSchedule('help-request-reminders');
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toEqual([]);
    await rig.sent();
    await rig.runSchedule('help-request-cards');
    const older = await redrawn();
    expect(older.map(({ platform, name }) => `${platform} ${name}`).sort()).toEqual(BOTH);
    for (const { text } of older) {
      expect(text).toContain('Hulpvraag van Naam Noord-0 (School Noord): zie het nieuwere bericht hieronder.');
      expect(text).not.toMatch(/Ik pak dit op|rust in de klas/);
    }
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    const newer = (await redrawn()).filter(({ name }) => name !== '');
    expect(newer).toHaveLength(2);
    expect(textFor(newer, 'Yvonne').join()).toMatch(/rust in de klas.*Zeynep pakt dit op/);
    expect(textFor(newer, 'Zeynep').join()).toMatch(/rust in de klas.*Jij pakt dit op/);
    await rig.tap(teacher(0), 'help-request.withdraw', await idOf());
    const gone = (await redrawn()).filter(({ name }) => name !== '');
    expect(gone).toHaveLength(4);
    expect(JSON.stringify(gone)).not.toMatch(/Naam Noord-0 \(|rust in de klas/);
  });

  it('stay complete when the newer message is on another platform', async () => {
    await askAll();
    const workspace = await prisma().workspace.findFirstOrThrow({ where: { platform: 'slack' } });
    const about = { personId: supervisor(ZEYNEP).id, workspaceId: workspace.id };
    await prisma().account.create({ data: { ...about, externalId: 'UZEYNEP', preferred: true } });
    rig.at('2026-12-01T07:00:00Z');
    await rig.runSchedule('help-request-reminders');
    await rig.sent();
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toEqual(['slack Yvonne']);
    await rig.tap(supervisor(YVONNE), 'help-request.take', await idOf());
    await rig.features.settled();
    const ofZeynep = rig.edits.filter(({ user }) => ['UZEYNEP', supervisor(ZEYNEP).user.user].includes(user));
    expect(ofZeynep.map(({ platform }) => platform).toSorted()).toEqual(['slack', 'teams']);
    for (const { text } of ofZeynep) expect(text).toMatch(/rust in de klas.*Yvonne pakt dit op/);
  });

  it('show that it was withdrawn, and nothing of the question', async () => {
    await askAll();
    await rig.tap(teacher(0), 'help-request.withdraw', await idOf());
    const edits = await redrawn();
    expect(edits.map(({ name }) => name).sort()).toEqual(['Yvonne', 'Zeynep']);
    for (const { text } of edits) {
      expect(text).toContain('Deze hulpvraag is ingetrokken.');
      expect(text).not.toMatch(/rust in de klas|Naam Noord/);
    }
  });

  it('tell a supervisor who planned a visit about the withdrawal, because they would come, and tell the teacher that they did', async () => {
    await ask(teacher(0));
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    await rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: id }, { day: '2026-12-03' });
    for (const _ of [1, 2]) {
      const reply = await rig.tap(teacher(0), 'help-request.withdraw', id);
      expect(textOf(reply)).toContain('Je hulpvraag is ingetrokken. Je begeleiders zien het ook.');
    }
    const told = await heard('help-request-withdrawn');
    expect(told).toMatchObject([{ to: 'Zeynep', at: rig.clock.now }]);
    expect(textOf(told[0]?.view ?? null)).not.toMatch(/rust in de klas|Naam Noord/);
    expect(textOf(told[0]?.view ?? null)).toContain(
      'Je bezoek van donderdag 3 december aan School Noord hoeft niet meer: de hulpvraag is ingetrokken.',
    );
    // Once the day is over there is no visit left to cancel.
    rig.at('2026-12-04T07:00:00Z');
    expect(await heard('help-request-withdrawn')).toEqual([]);
  });

  it('tell a supervisor who plans a visit at the very moment of the withdrawal', async () => {
    await ask(teacher(0));
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    const waits = async () => {
      const rows = await prisma().$queryRaw<unknown[]>`
        SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      return rows.length > 0;
    };
    let withdrawn: Promise<unknown> = Promise.resolve();
    await prisma().$transaction(async (planning) => {
      await planning.helpRequest.update({ where: { id: id.request }, data: { visitOn: new Date('2026-12-03') } });
      withdrawn = rig.tap(teacher(0), 'help-request.withdraw', id);
      await waitUntil(waits);
    });
    await withdrawn;
    expect(await heard('help-request-withdrawn')).toMatchObject([{ to: 'Zeynep' }]);
  });

  it('tell nobody about the withdrawal when no visit was planned', async () => {
    await ask(teacher(0));
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await rig.tap(teacher(0), 'help-request.withdraw', await idOf());
    expect(await rig.outbox('help-request-withdrawn')).toEqual([]);
  });

  it('show nothing any more of a teacher who was erased, as if the request was withdrawn', async () => {
    await askAll();
    await rig.tap(teacher(0), 'own-data.forget', { answer: 'yes' });
    await rig.runSchedule('help-request-cards');
    const edits = await redrawn();
    expect(edits.map(({ name }) => name).sort()).toEqual(['Yvonne', 'Zeynep']);
    for (const { text } of edits) expect(text).toContain('is ingetrokken');
    expect(JSON.stringify(edits)).not.toMatch(/rust in de klas|Naam Noord/);
    expect(await prisma().helpCard.count()).toBe(0);
  });

  it('leave nothing in the outbox about an erased teacher: not when they asked, nor that somebody would come', async () => {
    await ask(teacher(0), { about: [] });
    const { request: gone = '' } = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', { request: gone });
    await plan('2026-12-01');
    await ask(teacher(1), { about: [] });
    await rig.sent();
    await erasePerson(prisma(), teacher(0).id);
    const about = () => prisma().notification.findMany({ where: { subject: { startsWith: gone } } });
    // Data that is needed for an edit or a message is kept.
    await rig.runSchedule('help-request-reminders');
    expect((await about()).length).toBeGreaterThan(0);
    await rig.runSchedule('help-request-cards');
    await rig.runSchedule('help-request-reminders');
    expect(await about()).toMatchObject([{ kind: 'help-request-withdrawn', state: 'queued' }]);
    await prisma().notification.updateMany({ where: { subject: { startsWith: gone } }, data: { state: 'sent' } });
    const others = await prisma().notification.count();
    await rig.runSchedule('help-request-reminders');
    expect(await about()).toEqual([]);
    expect(await prisma().notification.count()).toBe(others - 1);
  });

  it('tell a supervisor who planned a visit that it is cancelled when the teacher was erased, and nothing else', async () => {
    await ask(teacher(0), { about: [] });
    const id = await idOf();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', id);
    await plan('2026-12-01');
    await plan('2026-12-03');
    await redrawn();
    // At night, by the operator: they are told in the morning.
    rig.at('2026-11-24T22:00:00Z');
    await erasePerson(prisma(), teacher(0).id);
    for (const _again of [1, 2]) await rig.runSchedule('help-request-cards');
    const told = await heard('help-request-withdrawn');
    expect(told).toMatchObject([{ to: 'Zeynep', at: new Date('2026-11-25T06:30:00Z') }]);
    const text = textOf(told[0]?.view ?? null);
    expect(text).toContain('Je bezoek van donderdag 3 december hoeft niet meer: de hulpvraag is ingetrokken.');
    expect(text).toContain('Typ: hulpvragen');
    expect(text).not.toMatch(/rust in de klas|Naam Noord|School Noord/);
    expect(JSON.stringify(await prisma().notification.findMany())).not.toContain(teacher(0).id);
    expect(textOf(await rig.type(supervisor(ZEYNEP), 'hulpvragen'))).not.toContain('Naam Noord');
    // Once the day is over there is no visit left to cancel.
    rig.at('2026-12-04T07:00:00Z');
    expect(await heard('help-request-withdrawn')).toEqual([]);
  });

  it.each([
    ['on the day itself, in lesson time', '2026-12-01T08:30:00Z', null, '2026-12-01T08:30:00Z'],
    ['while they are not to be disturbed until after it', '2026-11-27T10:00:00Z', '2026-12-14', '2026-12-01T06:30:00Z'],
  ])('tell it before they would leave for it: %s', async (_, erasedAt, pausedUntil, told) => {
    await ask(teacher(0), { about: [] });
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await plan('2026-12-01');
    if (pausedUntil !== null) {
      const data = { personId: supervisor(ZEYNEP).id, pausedUntil: new Date(pausedUntil) };
      await prisma().rhythm.create({ data });
    }
    rig.at(erasedAt);
    await erasePerson(prisma(), teacher(0).id);
    await rig.runSchedule('help-request-cards');
    expect(await rig.outbox('help-request-withdrawn')).toMatchObject([{ to: 'Zeynep', at: new Date(told) }]);
  });

  it('tell nobody about a visit that is over or not theirs any more when the teacher is erased', async () => {
    await ask(teacher(0), { about: [] });
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await plan('2026-11-24');
    await rig.tap(supervisor(ZEYNEP), 'help-request.done', await idOf());
    await redrawn();
    await erasePerson(prisma(), teacher(0).id);
    await rig.runSchedule('help-request-cards');
    expect(await rig.outbox('help-request-withdrawn')).toEqual([]);
    await ask(teacher(1), { about: [] });
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await plan('2026-12-03');
    await prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } });
    await rig.runSchedule('help-request-cards');
    await erasePerson(prisma(), teacher(1).id);
    await rig.runSchedule('help-request-cards');
    expect(await rig.outbox('help-request-withdrawn')).toEqual([]);
  });

  it('show changes without a tap: the one who took it has left the circle', async () => {
    await askAll();
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await rig.sent();
    await redrawn();
    await prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } });
    await rig.runSchedule('help-request-cards');
    const edits = await redrawn();
    expect(textFor(edits, 'Yvonne').join()).toContain('Ik pak dit op');
    expect(textFor(edits, 'Zeynep').join()).toContain('niet meer voor jou');
    expect(textFor(edits, 'Zeynep').join()).not.toMatch(/rust in de klas|Naam Noord/);
    expect(textFor(edits, 'Naam Noord-0').join()).toContain('Een andere begeleider pakt je hulpvraag op.');
  });

  it('are edited later when the platform refuses now or the message was not sent yet; deleted messages are left alone', async () => {
    await ask(teacher(0), { about: [] });
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    expect(await seen()).toEqual([]);
    await rig.sent();
    rig.refusals.push(new DeliveryError('retry', 'rate_limited'));
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toHaveLength(1);
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toHaveLength(1);
    rig.refusals.push(new DeliveryError('rejected', 'message_not_found'));
    await plan('2026-12-01');
    await rig.features.settled();
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toHaveLength(2);
  });

  it('are all edited, except those of a request that fails', async () => {
    await askAll();
    rig.refusals.push(new Error('first'), new Error('second'));
    await ask(teacher(1), { about: [] });
    await rig.sent();
    await prisma().helpCard.updateMany({ data: { shows: '' } });
    await rig.runSchedule('help-request-cards');
    expect(await seen()).toEqual(BOTH);
    expect(rig.features.troubles).toEqual([expect.objectContaining({ message: 'first' }), expect.any(Error)]);
  });

  it.each<[string, 'failed' | 'sent', () => Promise<unknown>, number]>([
    [
      'was given up, once the request is over',
      'failed',
      async () => rig.tap(teacher(0), 'help-request.withdraw', await idOf()),
      2,
    ],
    ['was given up, once it may not be sent any more', 'failed', async () => rig.at('2026-12-08T14:30:00Z'), 2],
    ['stands where the platform cannot name it', 'sent', async () => undefined, 0],
  ])('are not waited for when the platform %s', async (_, state, happen, before) => {
    await ask(teacher(0), { about: [] });
    await prisma().notification.updateMany({ data: { state, sentAt: state === 'sent' ? rig.clock.now : null } });
    await prisma().helpCard.updateMany({ data: { shows: '' } });
    await rig.runSchedule('help-request-cards');
    // It may still be sent when the platform works again, and must then show the present state.
    expect(await prisma().helpCard.count()).toBe(before);
    await happen();
    await rig.features.settled();
    await rig.runSchedule('help-request-cards');
    expect(await prisma().helpCard.count()).toBe(0);
    expect(rig.edits).toEqual([]);
  });

  it('show the whole list after a tap on one of its requests', async () => {
    for (const question of ['Eerste vraag', 'Tweede vraag']) await ask(teacher(0), { question });
    const [first = {}] = dataOf(viewOf(await rig.type(supervisor(YVONNE), 'hulpvragen')), 'help-request.take');
    const shown = textOf(await rig.tap(supervisor(YVONNE), 'help-request.take', first));
    expect(shown).toMatch(/Jij pakt dit op.*Nog niemand pakt dit op/);
    expect(shown).toMatch(/Eerste vraag.*Tweede vraag|Tweede vraag.*Eerste vraag/);
  });
});

describe('more requests than one message can show', () => {
  const takes = (view: Parameters<typeof dataOf>[0]) =>
    dataOf(view, 'help-request.take').map((each) => each['request']);

  it('are one tap away, and taps there lead back to them', async () => {
    for (let index = 0; index < 8; index += 1) {
      await ask(teacher(index % 4), { question: `Vraag ${index}` });
    }
    const all = (await prisma().helpRequest.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map(
      ({ id }) => id,
    );
    const first = viewOf(await rig.type(supervisor(YVONNE), 'hulpvragen'));
    expect(takes(first)).toEqual(all.slice(0, 6));
    expect(labelsOf(first)).toContain('Nog 2 hulpvragen');
    const rest = viewOf(
      await rig.tap(supervisor(YVONNE), 'help-request.list', nth(dataOf(first, 'help-request.list'), 0)),
    );
    expect(takes(rest)).toEqual(all.slice(6));
    expect(labelsOf(rest)).toContain('Terug naar de eerste');
    const taken = viewOf(
      await rig.tap(supervisor(YVONNE), 'help-request.take', nth(dataOf(rest, 'help-request.take'), 1)),
    );
    expect(takes(taken)).toEqual([all[6]]);
    expect(textOf(taken)).toContain('Jij pakt dit op');
    const [back = {}] = dataOf(taken, 'help-request.list');
    expect(takes(viewOf(await rig.tap(supervisor(YVONNE), 'help-request.list', back)))).toEqual(all.slice(0, 6));
    // A list that is gone starts again.
    expect(takes(viewOf(await rig.tap(supervisor(YVONNE), 'help-request.list', { from: '600' })))).toEqual(
      all.slice(0, 6),
    );
    expect(textOf(await rig.tap(teacher(0), 'help-request.list', { from: '0' }))).not.toContain('Vraag');
  });
});

describe('a request with a text that cannot be read because its key is gone', () => {
  const gone = secretsWith([{ id: 'gone', key: Buffer.alloc(32, 9) }]).seal('Een geheim');
  const lose = () =>
    prisma().helpRequest.updateMany({
      where: { teacherId: teacher(0).id },
      data: { sealedQuestion: gone, sealedMaterials: gone },
    });
  const unreadable = '(dit kan niet meer gelezen worden)';

  it('shows a notice instead, in every list and export, and does not hold up other requests', async () => {
    await ask(teacher(0), { feedback: 'mijn uitleg', about: [] });
    await lose();
    await ask(teacher(1), { question: 'Wat helpt bij ruzie?', about: [] });
    for (const words of ['hulpvragen', 'requests']) {
      const list = textOf(await rig.type(supervisor(YVONNE), words));
      for (const text of [unreadable, 'mijn uitleg', 'Wat helpt bij ruzie?']) expect(list).toContain(text);
    }
    await rig.sent();
    expect((await heard('help-request')).map(({ view }) => textOf(view).includes(unreadable)).toSorted()).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain(unreadable);
    const held = JSON.stringify(await rig.all.export({ id: teacher(0).id, language: 'en' }));
    expect(held).toContain('"question":"(this cannot be read any more)","feedback":"mijn uitleg"');
  });

  it('can be taken and is edited like any other', async () => {
    await ask(teacher(0), { about: [] });
    await rig.sent();
    await lose();
    const taken = textOf(await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf()));
    expect(taken).toContain(unreadable);
    expect(taken).toContain('Jij pakt dit op.');
    await rig.features.settled();
    expect(rig.edits).toHaveLength(2);
    for (const { text } of rig.edits) expect(text).toMatch(/(Zeynep|Jij) pakt dit op\./);
    expect(rig.features.troubles).toEqual([]);
  });
});

describe('a post about a request that waits', () => {
  it('shows the present state when it is sent, and is edited in every channel afterwards, without a name', async () => {
    await ask(teacher(0));
    rig.at('2026-12-01T07:00:00Z');
    await rig.runSchedule('help-request-reminders');
    const posts = async () => (await heard('help-request-late')).map(({ view }) => view?.summary);
    expect(await posts()).toEqual([expect.stringContaining('Nog niemand'), expect.stringContaining('Nog niemand')]);
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    // The edit after the tap finds no post that was sent.
    await rig.features.settled();
    expect(await posts()).toEqual([expect.stringContaining('Iemand heeft'), expect.stringContaining('Iemand heeft')]);
    await rig.sent();
    rig.edits.splice(0);
    const channels = (await prisma().supervisorChannel.findMany()).map(({ externalId }) => externalId).toSorted();
    const redrawn = async () => {
      await rig.features.settled();
      const edits = rig.edits.splice(0).filter(({ user }) => channels.includes(user));
      expect(edits.map(({ user }) => user).toSorted()).toEqual(channels);
      expect(new Set(edits.map(({ platform }) => platform)).size).toBe(2);
      for (const { text } of edits) expect(text).not.toMatch(/Zeynep|Naam Noord|rust in de klas/);
      return edits.map(({ text }) => text).join();
    };
    // It was written before the request was taken.
    await rig.runSchedule('help-request-cards');
    await redrawn();
    await rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: await idOf() }, { day: '2026-12-08' });
    expect(await redrawn()).toContain('In kring Noord wachtte een hulpvraag. Er is nu een bezoek gepland.');
    await prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } });
    await rig.runSchedule('help-request-cards');
    expect(await redrawn()).toContain('Nog niemand heeft hem opgepakt.');
    await rig.tap(teacher(0), 'own-data.forget', { answer: 'yes' });
    await rig.runSchedule('help-request-cards');
    expect(await redrawn()).toContain('De hulpvraag die hier wachtte, is ingetrokken.');
    expect(await prisma().helpCard.count({ where: { channelId: { not: null } } })).toBe(0);
  });
});

describe('the home page', () => {
  const homeOf = async (actor: Actor) => {
    const reply = await rig.type(actor, 'home');
    if (reply.kind !== 'home') throw new Error('no home page');
    return reply.view.blocks.map((block) =>
      block.kind === 'buttons' ? block.buttons.map(({ label }) => label).join(' | ') : JSON.stringify(block),
    );
  };
  const placeOf = (blocks: readonly string[], text: string) => blocks.findIndex((block) => block.includes(text));

  it('shows supervisors what waits, then three buttons, then their agenda, and then everything else', async () => {
    await ask(teacher(0));
    const blocks = await homeOf(supervisor(YVONNE));
    expect(blocks.slice(1, 3)).toEqual([
      expect.stringContaining('Er wacht een hulpvraag op iemand.'),
      'Hulpvraag | Interventie | Wat we doen',
    ]);
    const order = ['"Agenda"', 'Wat je hier nog meer kunt', 'Mijn gegevens', 'Taal'].map((text) =>
      placeOf(blocks, text),
    );
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    expect(order).not.toContain(-1);
    expect(blocks.join()).not.toContain('rust in de klas');
    // Supervisors get no buttons that are for teachers.
    expect(blocks.join()).toContain('Wat leerkrachten steunt');
    expect(blocks.join()).not.toMatch(/Wat mij steunt|Mijn lijn|Wat werkte/);
    await rig.tap(supervisor(YVONNE), 'help-request.take', await idOf());
    expect(await homeOf(supervisor(YVONNE))).toContainEqual(expect.stringContaining('nog geen bezoek gepland'));
    expect((await homeOf(supervisor(ZEYNEP))).join()).not.toMatch(/wacht een hulpvraag|bezoek gepland/);
  });

  it('shows teachers who comes, then three buttons; the one to stop comes further down', async () => {
    await ask(teacher(0));
    await rig.tap(supervisor(YVONNE), 'help-request.take', await idOf());
    const blocks = await homeOf(teacher(0));
    const buttons = placeOf(blocks, 'Check-in | Contactuurtje | Hulpvraag');
    expect(placeOf(blocks, 'Je hulpvraag: Yvonne pakt dit op.')).toBe(buttons - 1);
    expect(buttons).toBeLessThan(4);
    expect(placeOf(blocks, 'Stoppen met de vragen')).toBeGreaterThan(buttons);
  });
});

describe('the deadline', () => {
  const place = { timezone: 'Europe/Amsterdam', school: { id: 'a', region: 'midden' } };
  const calendar = createCalendar({ begin: 495, end: 900 }, []);

  it('counts no school holidays', () => {
    expect(dayOutsideHolidays('2026-11-24', 14, place, calendar)).toBe('2026-12-08');
    // From 19 December to 3 January there is no school.
    expect(dayOutsideHolidays('2026-12-11', 14, place, calendar)).toBe('2027-01-10');
    expect(reminderOf('2026-12-11', '2026-12-17', place, calendar)).toBeNull();
    expect(reminderOf('2026-12-11', '2026-12-18', place, calendar)).toBe(7);
    expect(reminderOf('2026-12-11', '2027-01-07', place, calendar)).toBe(7);
    expect(reminderOf('2026-12-11', '2027-01-08', place, calendar)).toBe(12);
  });

  it('is only in the newest post of a channel: two identical ones would look like two requests', async () => {
    await ask(teacher(0));
    for (const at of ['2026-12-01T07:00:00Z', '2026-12-07T07:00:00Z']) {
      rig.at(at);
      await rig.runSchedule('help-request-reminders');
      await rig.sent();
    }
    const channels = (await prisma().supervisorChannel.findMany()).map(({ externalId }) => externalId).toSorted();
    rig.edits.splice(0);
    await rig.runSchedule('help-request-cards');
    const edits = rig.edits.splice(0).filter(({ user }) => channels.includes(user));
    expect(edits.map(({ user }) => user).toSorted()).toEqual(channels);
    for (const { text } of edits) {
      expect(text).toContain('In kring Noord wachtte een hulpvraag: zie het nieuwere bericht hieronder.');
      expect(text).not.toMatch(/Naam Noord|rust in de klas/);
    }
  });

  it('tells how many days have passed, and does not show a past day as one to come', async () => {
    rig.at('2026-12-11T09:00:00Z');
    await ask(teacher(0));
    // Seven days outside the holidays have passed on the 18th; nothing ran before 7 January.
    rig.at('2027-01-07T07:00:00Z');
    await rig.runSchedule('help-request-reminders');
    const [post] = await heard('help-request-late');
    expect(textOf(post?.view ?? null)).toContain('al 27 dagen op een bezoek');
    expect(textOf(post?.view ?? null)).toContain('Uiterlijk vrijdag 8 januari moet er iemand zijn geweest.');
    expect((await heard('help-request-reminder'))[0]?.view?.summary).toContain('wacht al 27 dagen');
    rig.at('2027-01-12T07:00:00Z');
    const [late] = await heard('help-request-late');
    expect(textOf(late?.view ?? null)).toContain('Er had uiterlijk vrijdag 8 januari iemand moeten zijn.');
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    const [told] = await heard('help-request-taken');
    expect(textOf(told?.view ?? null)).toContain('Zeynep pakt je hulpvraag op. Je hoort nog op welke dag.');
    const planning = await rig.tap(supervisor(ZEYNEP), 'help-request.plan', await idOf());
    expect(JSON.stringify(planning)).not.toContain('Uiterlijk');
  });

  it('is a school day, because nobody comes at a weekend', () => {
    expect(dueDay('2026-11-24', place, calendar)).toBe('2026-12-08');
    expect(dueDay('2026-11-28', place, calendar)).toBe('2026-12-11');
    expect(dueDay('2026-12-11', place, calendar)).toBe('2027-01-08');
  });

  it('causes reminders after 7 and 12 days, once each, and none once a visit is planned', async () => {
    await ask(teacher(0));
    const remind = () => rig.runSchedule('help-request-reminders');
    rig.at('2026-11-30T07:00:00Z');
    await remind();
    expect(await heard('help-request-reminder')).toEqual([]);
    rig.at('2026-12-01T07:00:00Z');
    await remind();
    await remind();
    expect((await heard('help-request-reminder')).map(({ to }) => to).sort()).toEqual(['Yvonne', 'Zeynep']);
    const posts = await heard('help-request-late');
    expect(posts).toHaveLength(2);
    expect(textOf(nth(posts, 0).view)).toContain('In kring Noord wacht een hulpvraag al 7 dagen');
    expect(textOf(nth(posts, 0).view)).not.toMatch(/rust in de klas|Naam Noord/);
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    rig.at('2026-12-07T07:00:00Z');
    await remind();
    const twelve = (await heard('help-request-reminder')).filter(({ subject }) => subject.endsWith(':12'));
    expect(twelve.map(({ to }) => to)).toEqual(['Zeynep']);
    await rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: await idOf() }, { day: '2026-12-08' });
    expect(await heard('help-request-reminder')).toEqual([]);
    expect(await heard('help-request-late')).toEqual([]);
  });
});

describe('a request whose day has passed without a visit', () => {
  it('causes one more reminder, the day after, and then stays on the home page', async () => {
    await ask(teacher(0));
    const remind = async (at: string) => {
      rig.at(at);
      await rig.runSchedule('help-request-reminders');
    };
    await remind('2026-12-07T07:00:00Z');
    await remind('2026-12-08T07:00:00Z');
    expect(await heard('help-request-late')).toHaveLength(2);
    await remind('2026-12-09T07:00:00Z');
    const posts = (await heard('help-request-late')).filter(({ subject }) => subject.endsWith(':15'));
    expect(posts).toHaveLength(2);
    expect(textOf(nth(posts, 0).view)).toContain('Er had uiterlijk dinsdag 8 december iemand moeten zijn.');
    const reminders = (await heard('help-request-reminder')).filter(({ subject }) => subject.endsWith(':15'));
    expect(reminders.map(({ to }) => to).sort()).toEqual(['Yvonne', 'Zeynep']);
    await remind('2026-12-17T07:00:00Z');
    expect((await heard('help-request-late')).filter(({ subject }) => subject.endsWith(':15'))).toHaveLength(2);
    expect(JSON.stringify(await rig.type(supervisor(ZEYNEP), 'home'))).toContain('Er wacht een hulpvraag op iemand.');
  });
});

describe('requests whose last reminder is late', () => {
  const late = async () => {
    const posts = (await heard('help-request-late')).filter(({ subject }) => subject.includes(':15'));
    return new Set(posts.map(({ subject }) => subject.split(':')[0])).size;
  };
  const remind = async (at: string) => {
    rig.at(at);
    await rig.runSchedule('help-request-reminders');
  };
  /** As if they have waited for long and only their last reminder is recent. */
  async function haveWaited(days: number, count: number): Promise<void> {
    await ask(teacher(0));
    const { id: _, createdAt, ...rest } = await prisma().helpRequest.findFirstOrThrow();
    await prisma().helpRequest.deleteMany();
    const begun = createdAt.getTime() - days * 86_400_000;
    const data = Array.from({ length: count }, (_each, index) => ({ ...rest, createdAt: new Date(begun + index) }));
    await prisma().helpRequest.createMany({ data });
  }

  it('cause a few reminders a day, the oldest first, until all had one', async () => {
    await haveWaited(40, 7);
    await remind('2026-11-25T07:00:00Z');
    await rig.runSchedule('help-request-reminders');
    const first = await late();
    expect(first).toBeGreaterThanOrEqual(3);
    expect(first).toBeLessThanOrEqual(6);
    for (const day of ['26', '27', '30']) await remind(`2026-11-${day}T07:00:00Z`);
    expect(await late()).toBe(7);
  });

  it('cause none when they are so old that nobody remembers them, and stay on the home page', async () => {
    await haveWaited(101, 2);
    await remind('2026-11-25T07:00:00Z');
    expect(await late()).toBe(0);
    expect(JSON.stringify(await rig.type(supervisor(ZEYNEP), 'home'))).toContain('2 hulpvragen');
  });
});

describe('a planned day that has passed', () => {
  const remind = async (at: string) => {
    rig.at(at);
    await rig.runSchedule('help-request-reminders');
  };
  const plan = async (day: string) =>
    rig.submit(supervisor(ZEYNEP), { action: 'help-request.plan', data: await idOf() }, { day });
  const planned = async (day: string) => {
    await ask(teacher(0));
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await plan(day);
  };
  const asked = () => heard('help-request-visited');
  /** The reminders to the supervisor who has it, and to the team. */
  const reminded = async () => [
    ...(await heard('help-request-reminder')).map(({ to }) => to),
    ...(await heard('help-request-late')).map(({ to }) => to),
  ];
  const question = 'Ben je op donderdag 26 november geweest? Zo niet, kies dan een andere dag.';

  it('causes a question once, on the next school day at a good moment, with both answers to tap', async () => {
    await planned('2026-11-26');
    await remind('2026-11-26T06:30:00Z');
    expect(await asked()).toEqual([]);
    for (const at of ['2026-11-27T04:00:00Z', '2026-11-27T09:30:00Z']) await remind(at);
    const [message, ...more] = await asked();
    expect([message, more]).toMatchObject([{ to: 'Zeynep', at: new Date('2026-11-27T06:30:00Z') }, []]);
    expect(message?.view?.summary).toBe(question);
    const tapped = (action: string) => (message?.view ? dataOf(message.view, action) : []);
    expect(tapped('help-request.plan')).toEqual([await idOf()]);
    expect(tapped('help-request.done')).toEqual([await idOf()]);
    expect(await reminded()).toEqual([]);
  });

  it('is not announced as future to a teacher whom the message only then reaches', async () => {
    await planned('2026-11-26');
    const told = async () => (await heard('help-request-planned')).map(({ view }) => view?.summary);
    expect(await told()).toEqual(['Zeynep komt voor je hulpvraag op donderdag 26 november.']);
    rig.at('2026-11-27T06:30:00Z');
    expect(await told()).toEqual(['Zeynep zou op donderdag 26 november komen.']);
  });

  it('is finished by a tap: they were there', async () => {
    await planned('2026-11-26');
    await remind('2026-11-27T06:30:00Z');
    await rig.tap(supervisor(ZEYNEP), 'help-request.done', await idOf());
    expect(await asked()).toEqual([]);
    for (const at of ['2026-11-30T06:30:00Z', '2026-12-08T06:30:00Z']) await remind(at);
    expect([...(await asked()), ...(await reminded())]).toEqual([]);
    expect((await request()).visitOn).toEqual(new Date('2026-11-26'));
  });

  it('is replaced by another day, which causes a question in turn', async () => {
    await planned('2026-11-26');
    await remind('2026-11-27T06:30:00Z');
    await rig.sent();
    rig.edits.splice(0);
    await plan('2026-12-01');
    await rig.features.settled();
    expect(rig.edits.map(({ text }) => text).join()).not.toContain('Ben je op');
    for (const at of ['2026-12-01T06:30:00Z', '2026-12-02T06:30:00Z']) await remind(at);
    expect((await asked()).map(({ view }) => view?.summary)).toEqual([
      'Ben je op dinsdag 1 december geweest? Zo niet, kies dan een andere dag.',
    ]);
    expect(await reminded()).toEqual([]);
  });

  it('is not cancelled when its supervisor leaves after it', async () => {
    await planned('2026-11-26');
    rig.at('2026-11-27T14:30:00Z');
    await prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } });
    await rig.runSchedule('help-request-cards');
    const [again] = await heard('help-request-again');
    expect(textOf(again?.view ?? null)).toContain('niet kwijt');
    expect(textOf(again?.view ?? null)).not.toContain('gaat niet door');
  });

  it('is not the initial value when another day is chosen', async () => {
    await planned('2026-11-26');
    const filledIn = async () => {
      const [field] = dialogOf(await rig.tap(supervisor(ZEYNEP), 'help-request.plan', await idOf())).fields;
      return field && 'initial' in field ? field.initial : undefined;
    };
    rig.at('2026-11-26T14:30:00Z');
    expect(await filledIn()).toBe('2026-11-26');
    rig.at('2026-11-27T14:30:00Z');
    expect(await filledIn()).toBeNull();
  });

  it('causes no question on a day on which the school is closed', async () => {
    rig.at('2026-12-15T14:30:00Z');
    await planned('2026-12-18');
    // From 19 December to 3 January there is no school.
    for (const at of ['2026-12-21T06:30:00Z', '2027-01-01T06:30:00Z']) await remind(at);
    expect(await asked()).toEqual([]);
    await remind('2027-01-04T06:30:00Z');
    expect(await asked()).toHaveLength(1);
    for (const at of ['2027-01-05T06:30:00Z', '2027-01-06T06:30:00Z']) await remind(at);
    expect(await reminded()).toEqual([]);
  });

  it.each([
    ['nobody answers', async () => undefined, '2026-12-01', '2026-12-02'],
    [
      'nothing reaches them',
      () =>
        prisma().account.updateMany({
          where: { personId: supervisor(ZEYNEP).id },
          data: { unreachableSince: new Date('2026-11-26'), unreachableWhy: 'account_inactive' },
        }),
      '2026-11-30',
      '2026-12-01',
    ],
    [
      'their workspace is not connected',
      () => prisma().workspace.updateMany({ where: { platform: 'teams' }, data: { state: 'reconnect' } }),
      '2026-11-30',
      '2026-12-01',
    ],
  ])(
    'counts as none after three school days in which %s: the reminders are those of a request without a day',
    async (_, happen, still, then) => {
      await planned('2026-11-26');
      await happen();
      for (const day of ['2026-11-27', still]) {
        await remind(`${day}T06:30:00Z`);
        await rig.sent();
      }
      expect(await reminded()).toEqual([]);
      expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain('Zeynep zou op donderdag 26 november komen.');
      await rig.sent();
      rig.edits.splice(0);
      for (const _again of [1, 2]) await remind(`${then}T06:30:00Z`);
      expect((await reminded()).filter((to) => to === 'channel')).toHaveLength(2);
      const posts = (await heard('help-request-late')).map(({ view }) => textOf(view));
      for (const post of posts) {
        expect(post).toContain('Iemand heeft hem opgepakt, maar er staat nog geen dag.');
        expect(post).not.toMatch(/Zeynep|Naam Noord|rust in de klas/);
      }
      expect(await asked()).toEqual([]);
      await rig.features.settled();
      expect(rig.edits.map(({ text }) => text).join()).not.toMatch(/Ben je op|komt op donderdag 26 november/);
      // A supervisor who says so later was there on that day.
      await rig.tap(supervisor(ZEYNEP), 'help-request.done', await idOf());
      expect((await request()).visitOn).toEqual(new Date('2026-11-26'));
    },
  );

  it('counts until the question has been sent: in a pause of Polsslag nobody was asked', async () => {
    await planned('2026-11-26');
    await remind('2026-11-27T06:30:00Z');
    await remind('2026-12-04T06:30:00Z');
    expect(await reminded()).toEqual([]);
    expect(await asked()).toHaveLength(1);
    await rig.sent();
    await remind('2026-12-08T06:30:00Z');
    expect(await reminded()).toEqual([]);
    await remind('2026-12-09T06:30:00Z');
    expect(await reminded()).toContain('Zeynep');
  });

  it('is shown as one that was planned, to the teacher who waits and to the supervisor who takes the request', async () => {
    await planned('2026-11-26');
    rig.at('2026-11-26T14:30:00Z');
    expect(textOf(await rig.type(teacher(0), 'hulpvraag'))).toContain('Zeynep komt op donderdag 26 november.');
    rig.at('2026-11-27T06:30:00Z');
    for (const [actor, words, who] of [
      [teacher(0), 'hulpvraag', 'Zeynep'],
      [teacher(0), 'start', 'Zeynep'],
      [supervisor(YVONNE), 'hulpvragen', 'Zeynep'],
      [supervisor(ZEYNEP), 'hulpvragen', 'Jij'],
    ] as const) {
      const shown = textOf(await rig.type(actor, words));
      expect(shown).toContain(`${who} zou op donderdag 26 november komen.`);
      expect(shown).not.toContain('komt op');
    }
    // The question whether they were there comes first then.
    const { blocks } = viewOf(await rig.type(supervisor(ZEYNEP), 'hulpvragen'));
    expect(blocks.find(({ kind }) => kind === 'buttons')).toMatchObject({
      buttons: [
        { label: 'Bezoek geweest', tone: 'primary' },
        { label: 'Andere dag', tone: 'plain' },
      ],
    });
  });

  it('stays in the data about its teacher and its supervisor, also when it counts as none', async () => {
    await planned('2026-11-26');
    await remind('2026-11-27T06:30:00Z');
    await rig.sent();
    await remind('2026-12-02T06:30:00Z');
    for (const { id } of [teacher(0), supervisor(ZEYNEP)]) {
      const rows = (await rig.all.export({ id, language: 'nl' })).flatMap((table) => table.rows);
      expect(rows).toContainEqual(expect.objectContaining({ visitOn: null, lapsedOn: '2026-11-26' }));
    }
  });

  it('causes a question while somebody remembers it: a new version does not ask about the whole past', async () => {
    rig.at('2026-08-10T14:30:00Z');
    await planned('2026-08-12');
    for (const day of ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']) {
      await remind(`${day}T06:30:00Z`);
      await rig.sent();
    }
    expect(await prisma().notification.count({ where: { kind: 'help-request-visited' } })).toBe(0);
    expect(await reminded()).toEqual([]);
  });

  it('causes one more reminder when that was sent before the day was planned', async () => {
    await ask(teacher(0));
    await remind('2026-12-07T06:30:00Z');
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    await plan('2026-12-08');
    await remind('2026-12-09T06:30:00Z');
    await rig.sent();
    const before = await prisma().notification.count({ where: { kind: 'help-request-late' } });
    for (const day of ['2026-12-14', '2026-12-15', '2026-12-16']) await remind(`${day}T06:30:00Z`);
    expect(await prisma().notification.count({ where: { kind: 'help-request-late' } })).toBe(before + 2);
    expect((await heard('help-request-reminder')).map(({ to, subject }) => [to, subject.split(':')[3]])).toContainEqual(
      ['Zeynep', '2026-12-08'],
    );
    // Another day finishes it, and the post says so.
    await plan('2026-12-18');
    expect(await reminded()).toEqual([]);
  });

  it.each([
    ['the teacher withdrew it', async () => rig.tap(teacher(0), 'help-request.withdraw', await idOf())],
    ['they left the circle', () => prisma().personCircle.deleteMany({ where: { personId: supervisor(ZEYNEP).id } })],
  ])('causes no question once %s', async (_, happen) => {
    await planned('2026-11-26');
    await remind('2026-11-27T06:30:00Z');
    await happen();
    expect(await asked()).toEqual([]);
    await prisma().notification.deleteMany({ where: { kind: 'help-request-visited' } });
    await remind('2026-11-30T06:30:00Z');
    expect(await prisma().notification.count({ where: { kind: 'help-request-visited' } })).toBe(0);
  });
});

describe('a request that nobody in its circle can be told about', () => {
  const remind = () => rig.runSchedule('help-request-reminders');
  const posts = async () => (await heard('help-request-late')).map(({ view }) => view?.summary);
  const unheard = 'In kring Noord wacht een hulpvraag, en ik kan daar geen begeleider bereiken.';

  it.each([
    ['there is no supervisor', () => prisma().personCircle.deleteMany({ where: { person: { role: 'supervisor' } } })],
    [
      'nothing reaches them',
      () =>
        prisma().account.updateMany({
          where: { person: { role: 'supervisor' } },
          data: { unreachableSince: rig.clock.now, unreachableWhy: 'account_inactive' },
        }),
    ],
  ])('is reported to the team the next morning, once, and without a name: %s', async (_, goAway) => {
    await goAway();
    expect(textOf(await ask(teacher(0)))).toContain('Je hoort wie.');
    rig.at('2026-11-25T07:00:00Z');
    await remind();
    await remind();
    expect(await posts()).toEqual([expect.stringContaining(unheard), expect.stringContaining(unheard)]);
    expect(textOf(nth(await heard('help-request-late'), 0).view)).not.toMatch(/rust in de klas|Naam Noord/);
    await prisma().account.updateMany({ data: { unreachableSince: null } });
    const circle = await prisma().circle.findFirstOrThrow({ where: { name: 'Noord' } });
    const data = [{ personId: supervisor(ZEYNEP).id, circleId: circle.id }];
    await prisma().personCircle.createMany({ data, skipDuplicates: true });
    await rig.tap(supervisor(ZEYNEP), 'help-request.take', await idOf());
    expect(await posts()).toEqual([expect.stringContaining('Iemand heeft'), expect.stringContaining('Iemand heeft')]);
  });

  it('is also reported when there have long been reminders', async () => {
    await ask(teacher(0));
    rig.at('2026-12-07T07:00:00Z');
    await remind();
    expect(await posts()).toEqual([expect.stringContaining('13 dagen'), expect.stringContaining('13 dagen')]);
    await prisma().personCircle.deleteMany({ where: { person: { role: 'supervisor' } } });
    rig.at('2026-12-08T07:00:00Z');
    await remind();
    expect((await posts()).filter((each) => each?.includes(unheard))).toHaveLength(2);
  });
});

describe('the median waiting time for a first visit', () => {
  const waited = async (index: number, createdAt: string, day: string, doneAt: Date | null = new Date(day)) => {
    const { schoolId } = await prisma().person.findUniqueOrThrow({ where: { id: teacher(index).id } });
    const { circleId } = await prisma().school.findUniqueOrThrow({ where: { id: schoolId ?? '' } });
    const data = { teacherId: teacher(index).id, circleId, sealedQuestion: 'x', coordinatorKnows: false };
    const when = { createdAt: new Date(createdAt), dueOn: new Date('2026-11-30'), visitOn: new Date(day), doneAt };
    const taken = { create: { supervisorId: supervisor(YVONNE).id, takenAt: when.createdAt } };
    await prisma().helpRequest.create({ data: { ...data, ...when, taken } });
  };

  it('needs five different teachers, who each count once', () => {
    const wait = (name: string, days: number) => ({ teacher: name, days });
    const four = [wait('a', 1), wait('b', 2), wait('c', 3), wait('d', 9)];
    expect(discloseWaiting([...four, wait('d', 1), wait('d', 2)], 5)).toBeNull();
    expect(discloseWaiting([...four, wait('e', 9), wait('e', 9), wait('e', 9)], 5)).toBe(3);
    expect(discloseWaiting([...four, wait('e', 9)], 6)).toBeNull();
    expect(discloseWaiting([...four, wait('e', 9)], 1)).toBe(3);
  });

  it.each([
    ['Europe/Amsterdam', '2026-11-17T23:30:00Z', '2026-11-19', 1],
    ['America/Kralendijk', '2026-11-18T02:30:00Z', '2026-11-19', 2],
  ])('is in days of the school (%s)', async (timezone, createdAt, visitOn, days) => {
    await prisma().school.updateMany({ data: { timezone } });
    for (const index of [0, 1, 2, 3, 4]) await waited(index, createdAt, visitOn);
    expect(JSON.stringify(await rig.all.weekPost('2026-W47', 'en'))).toContain(`half were within ${days} day`);
  });

  it('is about visits that were made: a planned one counts when it is confirmed', async () => {
    const post = async (week: string) => JSON.stringify(await rig.all.weekPost(week, 'nl'));
    for (const index of [0, 1, 2, 3]) await waited(index, '2026-11-16T09:00:00Z', '2026-11-18');
    await waited(4, '2026-11-16T09:00:00Z', '2026-11-18', null);
    expect(await post('2026-W47')).not.toContain('na een hulpvraag');
    await prisma().helpRequest.updateMany({ data: { doneAt: new Date('2026-11-23') } });
    expect(await post('2026-W48')).toContain('Eerste bezoeken na een hulpvraag: de helft was binnen 2 dagen.');
  });

  it('counts only teachers, and not those who have become supervisors', async () => {
    for (const index of [0, 1, 2, 3, 4]) await waited(index, '2026-11-16T09:00:00Z', '2026-11-18');
    await prisma().person.update({ where: { id: teacher(4).id }, data: { role: 'supervisor' } });
    expect(JSON.stringify(await rig.all.weekPost('2026-W47', 'nl'))).not.toContain('na een hulpvraag');
    await prisma().person.update({ where: { id: teacher(4).id }, data: { role: 'teacher' } });
    expect(JSON.stringify(await rig.all.weekPost('2026-W48', 'nl'))).toContain('na een hulpvraag: de helft was');
  });

  it('does not count people who joined by a code before they are confirmed: four invented teachers would reveal the fifth', async () => {
    for (const index of [0, 1, 2, 3, 4]) await waited(index, '2026-11-16T09:00:00Z', '2026-11-18');
    const newcomer = { where: { id: teacher(4).id } };
    await prisma().person.update({ ...newcomer, data: { joinedAt: new Date('2026-11-16') } });
    expect(JSON.stringify(await rig.all.weekPost('2026-W47', 'nl'))).not.toContain('na een hulpvraag');
    await prisma().person.update({ ...newcomer, data: { confirmedAt: new Date('2026-11-24') } });
    expect(JSON.stringify(await rig.all.weekPost('2026-W48', 'nl'))).toContain('na een hulpvraag: de helft was');
  });

  it('tells when visits were on the day of the request itself', async () => {
    for (const index of [0, 1, 2, 3, 4]) await waited(index, '2026-11-16T09:00:00Z', '2026-11-16');
    expect(JSON.stringify(await rig.all.weekPost('2026-W47', 'nl'))).toContain('de helft was op dezelfde dag.');
    expect(JSON.stringify(await rig.all.weekPost('2026-W47', 'en'))).toContain('half were on the same day.');
  });

  it('is in the week’s post when there were enough, stays as published, and counts each wait once', async () => {
    const visited = (index: number, day: string) => waited(index, '2026-11-16T09:00:00Z', day);
    const post = async (week: string, language = 'nl') => JSON.stringify(await rig.all.weekPost(week, language));
    for (const index of [0, 1, 2, 3]) await visited(index, `2026-11-${18 + index}`);
    expect(await post('2026-W47')).not.toContain('na een hulpvraag');
    await visited(4, '2026-11-25');
    expect(await post('2026-W47')).not.toContain('na een hulpvraag');
    expect(await post('2026-W48')).toContain('Eerste bezoeken na een hulpvraag: de helft was binnen 4 dagen.');
    for (const index of [0, 1]) await visited(index, '2026-11-24');
    expect(await post('2026-W48', 'en')).toContain('half were within 4 days');
    expect(await post('2026-W49')).not.toContain('na een hulpvraag');
  });
});
