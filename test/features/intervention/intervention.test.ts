import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readInstruments } from '../../../src/instruments.ts';
import { createScheduler } from '../../../src/schedule/scheduler.ts';
import { createRunStore } from '../../../src/schedule/store.ts';
import { createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
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
} from './intervention-rig.ts';

const ANSWER = 'intervention.answer';

let test: TestDatabase;
let rig: Rig;

beforeAll(async () => {
  test = await createTestDatabase();
});
beforeEach(async () => {
  await test.empty();
  rig = await openSupport(test);
});
afterAll(() => test.drop());

const prisma = () => test.database.prisma;
const teacher = (index: number): Actor => nth(rig.teachers, index);
const supervisor = (index: number): Actor => nth(rig.supervisors, index);
const visits = () =>
  prisma().visit.findMany({ include: { logged: true, interventions: { orderBy: { code: 'asc' } } } });
const questions = () => rig.outbox('visit-question');
const takenBack = () => rig.outbox('visit-taken-back');
/** As if the teacher was asked and answered 1. */
const answeredBadly = (visitId: string) =>
  prisma().intervention.update({
    where: { visitId_code: { visitId, code: 'OBSERVATION' } },
    data: { felt: 1, answeredAt: rig.clock.now },
  });
/** The present content of the teacher's message. */
const question = async () => {
  const { view } = nth(await questions(), 0);
  if (!view) throw new Error('there is nothing to ask');
  return view;
};

describe('a supervisor', () => {
  it.each([0, 1])('logs what they did in one dialog, on each platform (%i)', async (who) => {
    const shown = viewOf(await rig.type(supervisor(who), 'interventie'));
    const dialog = dialogOf(
      await rig.tap(supervisor(who), 'intervention.log', nth(dataOf(shown, 'intervention.log'), 0)),
    );
    const [whom, what] = dialog.fields;
    expect(JSON.stringify(whom)).toContain('Naam Noord-0 (School Noord)');
    expect(JSON.stringify(whom)).not.toContain('Zuid');
    expect(what).toMatchObject({ kind: 'several', options: { length: 12 } });
    const values = { what: ['OBSERVATION', 'ADVICE'], expected: '4' };
    expect(await rig.log(supervisor(who), teacher(0), values)).toMatchObject({ kind: 'close' });
    expect(await visits()).toMatchObject([
      {
        teacherId: teacher(0).id,
        day: new Date('2026-11-24'),
        logged: { supervisorId: supervisor(who).id, expected: 4 },
        interventions: [{ code: 'ADVICE' }, { code: 'OBSERVATION' }],
      },
    ]);
    expect(textOf(await rig.type(supervisor(who), 'interventie'))).toContain('Naam Noord-0, dinsdag 24 november');
  });

  it.each([
    ['a teacher of another circle', () => ({ teacher: teacher(3).id }), 'teacher'],
    ['a made-up teacher', () => ({ teacher: randomUUID() }), 'teacher'],
    ['a colleague', () => ({ teacher: supervisor(1).id }), 'teacher'],
    ['nobody', () => ({ teacher: [] }), 'teacher'],
    ['a day to come', () => ({ day: '2026-11-25' }), 'day'],
    ['a day long ago', () => ({ day: '2026-10-01' }), 'day'],
    ['nothing', () => ({ what: [] }), 'what'],
    ['something that is not in the list', () => ({ what: ['MAGIC'] }), 'what'],
    ['an effect beyond the steps', () => ({ expected: '6' }), 'expected'],
  ])('cannot log %s', async (_, values, field) => {
    const reply = await rig.log(supervisor(0), teacher(0), values());
    expect(reply).toMatchObject({ kind: 'errors', fields: { [field]: expect.any(String) } });
    expect(await visits()).toEqual([]);
  });

  it('logs what they did today, by the date at the school', async () => {
    await prisma().school.updateMany({ data: { timezone: 'America/Kralendijk' } });
    // Tuesday evening there, Wednesday in Amsterdam.
    rig.at('2026-11-24T23:30:00Z');
    const dialog = dialogOf(await rig.tap(supervisor(0), 'intervention.log', {}));
    expect(dialog.fields.find(({ name }) => name === 'day')).toMatchObject({ initial: '2026-11-24' });
    expect(await rig.log(supervisor(0), teacher(0), { day: '2026-11-25' })).toMatchObject({
      kind: 'errors',
      fields: { day: expect.any(String) },
    });
    await rig.log(supervisor(0), teacher(0), { day: '2026-11-24' });
    const visit = nth(await visits(), 0).id;
    const change = (day: string) =>
      rig.submit(supervisor(0), { action: 'intervention.change', data: { visit } }, { what: ['OBSERVATION'], day });
    expect(await change('2026-11-25')).toMatchObject({ kind: 'errors' });
    expect(await change('2026-11-23')).toMatchObject({ kind: 'close' });
    expect((await visits()).map(({ day }) => day)).toEqual([new Date('2026-11-23')]);
  });

  it('cannot log anything about a teacher who does not take part, and teachers cannot log at all', async () => {
    await prisma().person.update({ where: { id: teacher(0).id }, data: { declinedAt: rig.clock.now } });
    expect(await rig.log(supervisor(0), teacher(0))).toMatchObject({ kind: 'errors' });
    expect(textOf(await rig.log(teacher(1), teacher(2)))).toContain('werkt niet meer');
    await prisma().personCircle.create({
      data: {
        personId: teacher(1).id,
        circleId: (await prisma().circle.findFirstOrThrow({ where: { name: 'Noord' } })).id,
      },
    });
    await rig.log(teacher(1), teacher(2));
    expect(await visits()).toEqual([]);
  });

  it('changes and deletes their own entries for seven days, and nobody else’s', async () => {
    await rig.log(supervisor(0), teacher(0), { what: ['OBSERVATION', 'VIDEO'] });
    const visit = (await visits())[0]?.id ?? '';
    const change = (by: Actor) =>
      rig.submit(
        by,
        { action: 'intervention.change', data: { visit } },
        { what: ['VIDEO', 'ADVICE'], day: '2026-11-23' },
      );
    expect(textOf(await change(supervisor(1)))).toContain('niet meer wijzigen');
    await rig.tap(supervisor(1), 'intervention.remove', { visit });
    expect(await visits()).toMatchObject([{ interventions: [{ code: 'OBSERVATION' }, { code: 'VIDEO' }] }]);
    expect(dialogOf(await rig.tap(supervisor(0), 'intervention.change', { visit })).fields[0]).toMatchObject({
      initial: ['OBSERVATION', 'VIDEO'],
    });
    await change(supervisor(0));
    expect(await visits()).toMatchObject([
      { day: new Date('2026-11-23'), interventions: [{ code: 'ADVICE' }, { code: 'VIDEO' }] },
    ]);
    rig.at('2026-12-01T14:31:00Z');
    expect(textOf(await change(supervisor(0)))).toContain('niet meer wijzigen');
    await rig.tap(supervisor(0), 'intervention.remove', { visit });
    expect(await visits()).toHaveLength(1);
    rig.at('2026-12-01T14:29:00Z');
    expect(textOf(await rig.tap(supervisor(0), 'intervention.remove', { visit }))).toContain('Gewist');
    expect(await visits()).toEqual([]);
  });

  it.each([
    ['nobody answered about', async () => undefined, 0],
    ['was answered about', answeredBadly, 1],
  ])(
    'deletes what %s once, and every one of several simultaneous taps reads that it is gone',
    async (_, prepare, left) => {
      await rig.log(supervisor(0), teacher(0), { expected: '5' });
      const { id: visit } = nth(await visits(), 0);
      await prepare(visit);
      const remove = () => rig.tap(supervisor(0), 'intervention.remove', { visit });
      const replies = await Promise.all([1, 2, 3, 4].map(remove));
      for (const reply of [...replies, await remove()]) expect(textOf(reply)).toContain('Gewist.');
      expect([await prisma().visit.count(), (await takenBack()).length]).toEqual([left, left]);
      expect(textOf(await rig.type(supervisor(0), 'interventie'))).not.toContain('Naam Noord-0');
    },
  );

  it('changes nothing of a visit that is deleted at the same moment', async () => {
    await rig.log(supervisor(0), teacher(0));
    const { id: visit } = nth(await visits(), 0);
    await answeredBadly(visit);
    // It waits until the deletion is finished.
    const changed = await prisma().$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM "LoggedVisit" WHERE "visitId" = ${visit}::uuid FOR UPDATE`;
      const change = rig.submit(
        supervisor(0),
        { action: 'intervention.change', data: { visit } },
        { what: ['VIDEO'], day: '2026-11-23' },
      );
      await transaction.$queryRaw`SELECT 1 FROM pg_sleep(0.3)`;
      await transaction.visit.update({ where: { id: visit }, data: { takenBackAt: rig.clock.now } });
      await transaction.loggedVisit.update({ where: { visitId: visit }, data: { expected: null } });
      return { change };
    });
    expect(textOf(await changed.change)).toContain('niet meer wijzigen');
    expect(await visits()).toMatchObject([{ day: new Date('2026-11-24'), interventions: [{ code: 'OBSERVATION' }] }]);
  });

  it.each([
    [
      'deletes',
      (visit: string) => rig.tap(supervisor(0), 'intervention.remove', { visit }),
      [{ code: 'OBSERVATION', felt: 1 }],
    ],
    [
      'changes',
      (visit: string) =>
        rig.submit(
          supervisor(0),
          { action: 'intervention.change', data: { visit } },
          { what: ['ADVICE'], day: '2026-11-24' },
        ),
      [
        { code: 'OBSERVATION', felt: 1 },
        { code: 'ADVICE', felt: null },
      ],
    ],
  ])(
    '%s what a teacher rated badly: the answer stays the teacher’s, and nothing reveals it',
    async (_, takeBack, left) => {
      for (const index of [0, 1]) {
        await rig.log(supervisor(0), teacher(index), { what: ['OBSERVATION', 'VIDEO'], expected: '5' });
      }
      const visitOf = async (index: number) =>
        (await prisma().visit.findFirstOrThrow({ where: { teacherId: teacher(index).id } })).id;
      await answeredBadly(await visitOf(0));
      const replies = [await takeBack(await visitOf(0)), await takeBack(await visitOf(1))];
      const interventions = await prisma().intervention.findMany({
        where: { visit: { teacherId: teacher(0).id } },
        select: { code: true, felt: true, visit: { select: { logged: true } } },
      });
      expect(interventions.map(({ code, felt: value }) => ({ code, felt: value }))).toEqual(
        expect.arrayContaining(left),
      );
      expect(interventions).toHaveLength(left.length);
      // It still counts in the month, but the supervisor's expectation does not.
      expect(interventions.find(({ code }) => code === 'OBSERVATION')?.visit.logged).toMatchObject({
        supervisorId: supervisor(0).id,
        expected: null,
      });
      expect(await prisma().intervention.count({ where: { visit: { teacherId: teacher(1).id } } })).toBe(
        left.length - 1,
      );
      // Both replies are the same, and so are the stored data.
      expect(replies[0]?.kind).toBe(replies[1]?.kind);
      const held = await rig.all.export({ id: supervisor(0).id, language: 'nl' });
      expect(JSON.stringify(held)).not.toMatch(/OBSERVATION|meekijken/);
      expect(textOf(await rig.type(supervisor(0), 'interventie'))).not.toContain('meekijken');
      // Only the teacher who answered is told, once.
      expect((await takenBack()).map(({ to }) => to)).toEqual(['Naam Noord-0']);
    },
  );

  it.each([0, 1])('finds a teacher by part of the name when a choice cannot hold all teachers (%i)', async (who) => {
    await test.empty();
    rig = await openSupport(test, 121);
    const by = supervisor(who);
    const [open = {}] = dataOf(viewOf(await rig.type(by, 'interventie')), 'intervention.log');
    const ask = dialogOf(await rig.tap(by, 'intervention.log', open));
    expect(ask.fields).toMatchObject([{ kind: 'text', name: 'search' }]);
    const find = (search: string) => rig.submit(by, ask, { search });
    expect(await find('naam')).toMatchObject({
      kind: 'errors',
      fields: { search: expect.stringContaining('te veel') },
    });
    expect(await find('zuid')).toMatchObject({
      kind: 'errors',
      fields: { search: expect.stringContaining('niemand') },
    });
    expect(await rig.submit(by, ask, {})).toMatchObject({ kind: 'errors', fields: { search: 'Vul dit in.' } });
    expect(dialogOf(await find('NÁAM noord-11')).fields[0]).toMatchObject({ options: { length: 11 }, initial: null });
    const dialog = dialogOf(await find('noord-120'));
    expect(dialog.fields[0]).toMatchObject({ options: [{ value: teacher(120).id }], initial: teacher(120).id });
    // Errors are shown with the teachers who were found.
    const wrong = dialogOf(await rig.submit(by, dialog, { teacher: teacher(120).id, day: '2026-11-24' }));
    expect(wrong.fields[0]).toMatchObject({ options: { length: 1 } });
    await rig.submit(by, dialog, { teacher: teacher(120).id, what: ['ADVICE'], day: '2026-11-24' });
    expect(await visits()).toMatchObject([{ teacherId: teacher(120).id }]);
  });
});

describe('the list of interventions', () => {
  it('is replaced by a file, and an invalid file is refused with all its faults', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'interventions-')), 'list.json');
    await writeFile(file, JSON.stringify([{ code: 'TEA', group: 'other', labels: { nl: 'thee', en: 'tea' } }]));
    const { interventions, first } = await readInstruments([file]);
    expect([
      interventions.codes,
      interventions.labelOf('TEA', 'en'),
      interventions.labelOf('OLD', 'nl'),
      first.code,
    ]).toEqual([['TEA'], 'tea', 'OLD', 'polsslag']);
    await writeFile(file, JSON.stringify([{ code: 'tea', group: 'other', labels: { nl: 'thee' } }]));
    await expect(readInstruments([file])).rejects.toMatchObject({ faults: { length: 2 } });
    const twice = { code: 'TEA', group: 'other', labels: { nl: 'thee', en: 'tea' } };
    await writeFile(file, JSON.stringify([twice, twice]));
    await expect(readInstruments([file])).rejects.toThrow('TEA stands more than once');
  });
});

describe('a teacher', () => {
  const answer = async (value: string, actor = teacher(0)) => {
    const data = dataOf(await question(), ANSWER).find((each) => each['value'] === value) ?? {};
    return rig.tap(actor, ANSWER, data);
  };
  const felt = async () => (await visits()).flatMap(({ interventions }) => interventions.map((each) => each.felt));

  it('is asked once about a whole visit, at a good moment, in one message', async () => {
    await rig.log(supervisor(0), teacher(0), { what: ['OBSERVATION', 'ADVICE'] });
    rig.at('2026-11-24T14:31:00Z');
    await rig.log(supervisor(1), teacher(0), { what: ['LISTENING_EAR'] });
    await rig.runSchedule('visit-questions');
    const messages = await questions();
    expect(messages).toMatchObject([{ to: 'Naam Noord-0', unasked: 3, at: new Date('2026-11-24T14:40:00Z') }]);
    const texts = textOf(await question());
    expect(texts).toContain('Vraag 1 van 3');
    expect(texts).toContain('Advies over materiaal of aanpak');
    expect(texts).toContain('Yvonne, dinsdag 24 november');
    expect(texts).toContain('kostte energie, geen nut, geen tijd voor');
    expect(texts).toContain('deed me goed, had nut, maak ik tijd voor');
    expect(dataOf(await question(), ANSWER)).toHaveLength(6);
    // On a telephone Teams cuts longer labels off.
    for (const label of labelsOf(await question())) expect(label.length).toBeLessThanOrEqual(24);
    expect(textOf(await answer('4'))).toContain('Vraag 2 van 3');
    await answer('0');
    expect(texts).toContain('Niets doen mag ook.');
    expect(textOf(await answer('2'))).toMatch(/^(?!.*Niets doen mag ook).*Dank je wel/);
    expect(await felt()).toEqual(expect.arrayContaining([4, null, 2]));
    expect((await prisma().intervention.findMany()).every(({ answeredAt }) => answeredAt !== null)).toBe(true);
  });

  it('gets no second message within a week, and then one about everything that came meanwhile', async () => {
    await rig.log(supervisor(0), teacher(0));
    rig.at('2026-11-24T14:45:00Z');
    await rig.sent();
    await rig.log(supervisor(0), teacher(0), { what: ['VIDEO'] });
    await rig.log(supervisor(1), teacher(0), { what: ['ADVICE'] });
    rig.at('2026-11-30T06:00:00Z');
    await rig.runSchedule('visit-questions');
    expect(await questions()).toHaveLength(1);
    rig.at('2026-12-02T06:00:00Z');
    await rig.runSchedule('visit-questions');
    await rig.runSchedule('visit-questions');
    const messages = await questions();
    expect(messages).toMatchObject([{ state: 'sent' }, { state: 'queued', at: new Date('2026-12-02T06:30:00Z') }]);
    expect(textOf(nth(messages, 1).view)).toContain('Vraag 1 van 2');
  });

  it('is not asked in a holiday, and not again about what they left unanswered', async () => {
    rig.at('2026-12-18T18:30:00Z');
    await rig.log(supervisor(0), teacher(0));
    expect(await questions()).toMatchObject([{ at: new Date('2027-01-04T06:30:00Z') }]);
    rig.at('2027-01-04T06:31:00Z');
    await rig.sent();
    rig.at('2027-01-20T06:00:00Z');
    await rig.runSchedule('visit-questions');
    expect(await questions()).toHaveLength(1);
  });

  it('cannot answer twice by tapping, and changes an answer in a dialog for a week', async () => {
    await rig.log(supervisor(0), teacher(0));
    const first = dataOf(await question(), ANSWER).find((each) => each['value'] === '2') ?? {};
    await rig.tap(teacher(0), ANSWER, first);
    await rig.tap(teacher(0), ANSWER, { ...first, value: '5' });
    expect(await felt()).toEqual([2]);
    const id = first['question'] ?? '';
    const dialog = dialogOf(await rig.tap(teacher(0), 'intervention.open', { question: id }));
    const name = dialog.fields[0]?.name ?? '';
    expect(dialog.fields[0]).toMatchObject({ initial: '2' });
    expect(textOf(await rig.submit(teacher(0), dialog, { [name]: '5' }))).toContain('Bewaard');
    expect(await felt()).toEqual([5]);
    rig.at('2026-12-02T14:30:00Z');
    expect(textOf(await rig.submit(teacher(0), dialog, { [name]: '1' }))).toContain('Er is niets gewijzigd.');
    expect(textOf(await rig.tap(teacher(0), 'intervention.open', { question: id }))).toContain(
      'niets meer om te wijzigen',
    );
    expect(await felt()).toEqual([5]);
  });

  it('reads that nothing was changed when the supervisor changed the visit while the dialog was open', async () => {
    await rig.log(supervisor(0), teacher(0));
    const [{ question: id = '', visit = '' } = {}] = dataOf(await question(), ANSWER);
    await answer('2');
    const dialog = dialogOf(await rig.tap(teacher(0), 'intervention.open', { question: id }));
    await rig.submit(
      supervisor(0),
      { action: 'intervention.change', data: { visit } },
      { what: ['VIDEO'], day: '2026-11-24' },
    );
    const reply = await rig.submit(teacher(0), dialog, { [dialog.fields[0]?.name ?? '']: '5' });
    expect(textOf(reply)).toContain('Er is niets gewijzigd.');
    expect((await felt()).toSorted()).toEqual([2, null]);
  });

  it('reads it when only a part of their changes could be stored', async () => {
    await rig.log(supervisor(0), teacher(0), { what: ['OBSERVATION', 'ADVICE'] });
    const [{ question: id = '' } = {}] = dataOf(await question(), ANSWER);
    await answer('2');
    rig.at('2026-11-27T14:30:00Z');
    await answer('2');
    const dialog = dialogOf(await rig.tap(teacher(0), 'intervention.open', { question: id }));
    const [first = '', second = ''] = dialog.fields.map(({ name }) => name);
    // The first answer is a week old now.
    rig.at('2026-12-02T14:30:00Z');
    const partly = await rig.submit(teacher(0), dialog, { [first]: '5', [second]: '5' });
    expect(textOf(partly)).toContain('Een deel is bewaard. De rest is intussen veranderd of te lang geleden.');
    expect((await felt()).toSorted()).toEqual([2, 5]);
    // Answers that were not changed are not lost.
    expect(textOf(await rig.submit(teacher(0), dialog, { [first]: '2', [second]: '4' }))).toContain('Bewaard.');
    expect((await felt()).toSorted()).toEqual([2, 4]);
  });

  it('cannot answer for somebody else, nor what was not asked', async () => {
    await rig.log(supervisor(0), teacher(0));
    expect(textOf(await answer('1', teacher(1)))).toContain('werkt niet meer');
    expect(textOf(await answer('1', supervisor(0)))).not.toContain('Dank je wel');
    const [data = {}] = dataOf(await question(), ANSWER);
    for (const forged of [
      { value: '6' },
      { value: '-1' },
      { code: 'VIDEO' },
      { visit: randomUUID() },
      { question: 'x' },
    ]) {
      await rig.tap(teacher(0), ANSWER, { ...data, ...forged });
    }
    await rig.submit(
      teacher(1),
      { action: 'intervention.answers', data: { question: data['question'] ?? '' } },
      {
        [`${data['visit']}:OBSERVATION`]: '1',
      },
    );
    expect(await prisma().intervention.findMany()).toMatchObject([{ felt: null, answeredAt: null }]);
  });

  it('sees no question any more about a visit that was deleted after the question', async () => {
    await rig.log(supervisor(0), teacher(0));
    const [data = {}] = dataOf(await question(), ANSWER);
    await rig.tap(supervisor(0), 'intervention.remove', { visit: data['visit'] ?? '' });
    expect(await questions()).toMatchObject([{ view: null }]);
    expect(textOf(await rig.tap(teacher(0), ANSWER, data))).toContain('niet meer nodig');
    expect(await prisma().intervention.count()).toBe(0);
  });

  it('is told about a visit that was deleted after they answered, and deletes their answer when it was not about them', async () => {
    await rig.log(supervisor(0), teacher(0));
    const { id: visit } = nth(await visits(), 0);
    await answeredBadly(visit);
    rig.at('2026-11-24T19:00:00Z');
    await rig.tap(supervisor(0), 'intervention.remove', { visit });
    await rig.tap(supervisor(0), 'intervention.remove', { visit });
    const [told, ...more] = await takenBack();
    // Not in the evening, and instead of the one unasked message in a week.
    expect(told).toMatchObject({ to: 'Naam Noord-0', at: new Date('2026-11-25T06:30:00Z'), unasked: 2 });
    expect(more).toEqual([]);
    if (!told?.view) throw new Error('nothing is told');
    expect(textOf(told.view)).toContain(
      'Yvonne heeft iets gewist wat bij jou genoteerd stond, voor dinsdag 24 november: meekijken in de les',
    );
    const mine = nth(dataOf(told.view, 'intervention.not-me'), 0);
    expect(textOf(await rig.tap(teacher(1), 'intervention.not-me', mine))).toContain('niets bewaard');
    await rig.tap(supervisor(0), 'intervention.not-me', mine);
    expect(await visits()).toHaveLength(1);
    for (const _ of ['once', 'again']) {
      expect(textOf(await rig.tap(teacher(0), 'intervention.not-me', mine))).toContain('telt niet meer mee');
    }
    expect(await prisma().visit.count()).toBe(0);
    expect(await takenBack()).toMatchObject([{ view: null }]);
    // A visit that its supervisor did not delete stays, whatever is tapped.
    await rig.log(supervisor(0), teacher(0));
    const kept = await rig.tap(teacher(0), 'intervention.not-me', { visit: nth(await visits(), 0).id });
    expect(textOf(kept)).toContain('niets bewaard');
    expect(await prisma().visit.count()).toBe(1);
  });

  it('is not told about deleted visits when they want no messages about visits', async () => {
    await rig.log(supervisor(0), teacher(0));
    const { id: visit } = nth(await visits(), 0);
    await answeredBadly(visit);
    await rig.tap(teacher(0), 'intervention.asking', { ask: 'off' });
    await rig.tap(supervisor(0), 'intervention.remove', { visit });
    expect(await takenBack()).toMatchObject([{ view: null }]);
  });

  it('is not asked after they stopped, and an answer then does not count', async () => {
    await rig.log(supervisor(0), teacher(0));
    const [data = {}] = dataOf(await question(), ANSWER);
    await rig.type(teacher(0), 'stop');
    expect(await questions()).toMatchObject([{ view: null, state: 'expired' }]);
    expect(textOf(await rig.tap(teacher(0), ANSWER, data))).toContain('Je doet niet mee');
    expect(await felt()).toEqual([null]);
    await rig.runSchedule('visit-questions');
    expect((await questions()).filter(({ state }) => state === 'queued')).toEqual([]);
  });

  it('keeps the question when the supervisor has left, without a name', async () => {
    await rig.log(supervisor(0), teacher(0), { expected: '5' });
    await prisma().person.delete({ where: { id: supervisor(0).id } });
    expect(textOf(await question())).toContain('Je begeleider, dinsdag 24 november');
    expect(textOf(await answer('3'))).toContain('Dank je wel');
    expect(await felt()).toEqual([3]);
    expect(await prisma().loggedVisit.count()).toBe(0);
  });

  it('switches it off and on again, and the weekly questions stay', async () => {
    await rig.log(supervisor(0), teacher(0));
    const once = randomUUID();
    const [off = {}] = dataOf(await question(), 'intervention.asking');
    expect(textOf(await rig.tap(teacher(0), 'intervention.asking', off, once))).toContain('vraag ik je niets meer');
    expect(await questions()).toMatchObject([{ view: null }]);
    await rig.log(supervisor(0), teacher(0), { what: ['VIDEO'] });
    await rig.runSchedule('visit-questions');
    expect(await questions()).toHaveLength(1);
    const shown = viewOf(await rig.type(teacher(0), 'interventie'));
    await rig.tap(teacher(0), 'intervention.asking', nth(dataOf(shown, 'intervention.asking'), 0));
    // The platform repeats an old tap, which changes nothing.
    await rig.tap(teacher(0), 'intervention.asking', off, once);
    await rig.runSchedule('visit-questions');
    expect(textOf(await question())).toContain('Vraag 1 van 2');
  });

  it('finds everything in their own data, and after erasure nothing is left', async () => {
    await rig.log(supervisor(0), teacher(0), { expected: '5' });
    await answer('2');
    const held = JSON.stringify(await rig.all.export({ id: teacher(0).id, language: 'nl' }));
    expect(held).toContain('"intervention":"meekijken in de les, met gesprek"');
    expect(held).toContain('"felt":2');
    expect(held).not.toContain('expected":5');
    const ofSupervisor = JSON.stringify(await rig.all.export({ id: supervisor(0).id, language: 'en' }));
    expect(ofSupervisor).toContain('"expected":5');
    expect(ofSupervisor).not.toContain('"felt":2');
    await rig.tap(teacher(0), 'own-data.forget', { answer: 'yes' });
    expect([
      await prisma().visit.count(),
      await prisma().intervention.count(),
      await prisma().visitQuestion.count(),
    ]).toEqual([0, 0, 0]);
  });
});

describe('a closed month', () => {
  /** Six teachers of Noord, each visited by the first supervisor, answer in November. */
  const answered = async (code: string, count: number) => {
    for (let index = 0; index < count; index += 1) {
      await rig.log(supervisor(0), teacher(index), { what: [code], expected: '5' });
      const visit = await prisma().visit.findFirstOrThrow({
        where: { teacherId: teacher(index).id },
        orderBy: { createdAt: 'desc' },
      });
      const where = { visitId: visit.id };
      await prisma().intervention.updateMany({ where, data: { felt: 3 + (index % 2), answeredAt: rig.clock.now } });
    }
  };
  beforeEach(async () => {
    await test.empty();
    rig = await openSupport(test, 9);
  });
  const post = async () => textOf((await rig.outbox('interventions'))[0]?.view ?? null);

  it('is frozen and posted once, and what was too little is carried into the next', async () => {
    await answered('ADVICE', 8);
    rig.at('2026-11-25T14:30:00Z');
    await answered('VIDEO', 4);
    rig.at('2026-12-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    expect(await post()).toContain('advies over materiaal of aanpak (67%): 3,5 volgens leerkrachten');
    expect(await post()).toContain('Nog te weinig antwoorden, ze tellen later mee: samen beelden van de les bekijken.');
    const frozen = await prisma().interventionPeriod.findFirstOrThrow();
    expect(frozen).toMatchObject({ told: ['ADVICE'], ended: new Date('2026-11-30T23:00:00Z') });
    await answered('VIDEO', 6);
    await prisma().intervention.deleteMany({ where: { code: 'ADVICE' } });
    await rig.runSchedule('intervention-periods');
    expect(await prisma().interventionPeriod.findFirstOrThrow()).toEqual(frozen);
    expect(await rig.outbox('interventions')).toHaveLength(2);
    rig.at('2027-01-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    const { body } = await prisma().interventionPeriod.findUniqueOrThrow({ where: { period: '2026-12' } });
    expect(JSON.parse(body)).toMatchObject({
      scope: 'team',
      interventions: [{ code: 'VIDEO', share: 100, raters: '5-9' }],
    });
  });

  it.each([1, 0])('names of earlier months only what is published: not whether %i waits for that', async (waiting) => {
    await rig.log(supervisor(0), teacher(0), { what: ['VIDEO'] });
    await prisma().intervention.updateMany({ data: { answeredAt: rig.clock.now, ...(waiting > 0 && { felt: 2 }) } });
    rig.at('2026-12-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    await answered('ADVICE', 8);
    rig.at('2027-01-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    rig.at('2027-02-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    const frozen = await prisma().interventionPeriod.findMany({ orderBy: { period: 'asc' } });
    const codes = frozen.map(({ period, body }) => [period, body.match(/[A-Z_]{4,}/g)]);
    expect(codes).toEqual([
      ['2026-11', ['VIDEO']],
      ['2026-12', ['ADVICE']],
    ]);
  });

  it('is posted on a working day: the channel hears nothing at the weekend', async () => {
    rig.at('2027-04-06T13:30:00Z');
    await answered('ADVICE', 8);
    const scheduler = createScheduler({
      runs: rig.features.schedules.filter(({ name }) => name === 'intervention-periods'),
      store: createRunStore(test.database),
      now: () => rig.clock.now,
      isPaused: async () => false,
      enqueueDue: async () => undefined,
    });
    const postsAfterTick = async (at: string) => {
      rig.at(at);
      await scheduler.tick();
      return (await rig.outbox('interventions')).length;
    };
    expect(await postsAfterTick('2027-05-07T07:01:00Z')).toBe(0);
    // A Saturday and a Sunday.
    expect(await postsAfterTick('2027-05-08T07:01:00Z')).toBe(0);
    expect(await postsAfterTick('2027-05-09T07:01:00Z')).toBe(0);
    expect(await postsAfterTick('2027-05-10T06:59:00Z')).toBe(0);
    expect(await postsAfterTick('2027-05-10T07:01:00Z')).toBe(2);
    expect(await postsAfterTick('2027-05-11T07:01:00Z')).toBe(2);
  });

  it('is printed as it was frozen, from the 8th of the next month on', async () => {
    const commands = createCommandRunner(test);
    await answered('ADVICE', 8);
    commands.settings.now = new Date('2026-12-07T22:59:00Z');
    const early = await commands.run('interventions', '--period', '2026-11', '--json');
    expect([early.code, early.err]).toEqual([1, expect.stringContaining('2026-12-08')]);
    commands.settings.now = new Date('2026-12-07T23:01:00Z');
    const { out } = await commands.run('interventions', '--period', '2026-11', '--json');
    const shown = { code: 'ADVICE', share: 100, felt: { mean: 3.5, step: 0.1 }, expected: null, raters: '5-9' };
    expect(JSON.parse(out)).toEqual({ period: '2026-11', scope: 'team', interventions: [shown] });
    expect((await commands.run('interventions', '--period', '2026-11', '--json')).out).toBe(out);
    expect((await commands.run('interventions', '--period', '2026-09')).err).toContain('no figures');
    expect((await commands.run('interventions', '--period', '2026-13')).err).toContain('written like 2026-10');
  });

  it('reports once what is wrong in a cell of an imported file', async () => {
    const commands = createCommandRunner(test);
    const head = 'supervisor,teacher,intervention,date,expected,felt';
    const file = commands.file('log.csv', [head, 'Yvonne,Noord-1,ADVICE,2027-13-01,x,x']);
    const { err } = await commands.run('import', 'interventions', file);
    expect(err.split('\n')).toEqual([
      'Line 2, column date: must be a date (2026-11-17).',
      'Line 2, column expected: must be 1, 2, 3, 4 or 5, or empty.',
      'Line 2, column felt: must be 1, 2, 3, 4, 5 or n.v.t., or empty.',
      '',
    ]);
    commands.removeFiles();
  });

  it('refuses a file of which two lines contradict each other, and stores nothing of it', async () => {
    const commands = createCommandRunner(test);
    const file = commands.file('log.csv', [
      'supervisor,teacher,intervention,date,expected,felt',
      'Yvonne,Noord-0,ADVICE,2026-11-03,4,3',
      'Yvonne,Noord-1,ADVICE,2026-11-03,4,3',
      'Yvonne,Noord-0,ADVICE,2026-11-03,4,3',
      'Yvonne,Noord-0,ADVICE,2026-11-03,5,3',
      'Yvonne,Noord-0,ADVICE,2026-11-03,4,2',
      'Yvonne,Noord-2,VIDEO,2026-11-03,,',
      'Yvonne,Noord-2,VIDEO,2026-11-03,1,n.v.t.',
      'Zeynep,Noord-0,ADVICE,2026-11-03,1,1',
      'Yvonne,Noord-0,VIDEO,2026-11-03,1,1',
      'Yvonne,Noord-0,ADVICE,2026-11-04,1,1',
    ]);
    const { code, err } = await commands.run('import', 'interventions', file);
    expect([code, err.split('\n')]).toEqual([
      2,
      [
        'Line 5, column expected: says something else than line 2 about the same intervention; keep one of them.',
        'Line 6, column felt: says something else than line 2 about the same intervention; keep one of them.',
        'Line 8, column expected: says something else than line 7 about the same intervention; keep one of them.',
        'Line 8, column felt: says something else than line 7 about the same intervention; keep one of them.',
        '',
      ],
    ]);
    expect(await prisma().visit.count()).toBe(0);
    commands.removeFiles();
  });

  it('imports what was done today also at night, when it is still yesterday in UTC', async () => {
    const commands = createCommandRunner(test);
    commands.settings.now = new Date('2026-11-24T23:10:00Z');
    const of = (day: string) => [
      'supervisor,teacher,intervention,date,expected,felt',
      `Yvonne,Noord-0,ADVICE,2026-11-${day},,`,
    ];
    expect((await commands.run('import', 'interventions', commands.file('tomorrow.csv', of('26')))).err).toBe(
      'Line 2, column date: is in the future.\n',
    );
    expect((await commands.run('import', 'interventions', commands.file('today.csv', of('25')))).out).toContain(
      '1 new',
    );
    commands.removeFiles();
  });

  it('counts imported visits, once however often they are imported', async () => {
    const commands = createCommandRunner(test);
    const line = (index: number, felt: string) => `Yvonne,Noord-${index},ADVICE,2026-11-03,4,${felt}`;
    const head = 'supervisor,teacher,intervention,date,expected,felt';
    const rows = [0, 1, 2, 3, 4, 5, 6].map((index) => line(index, index % 2 ? '3' : '4'));
    const file = commands.file('log.csv', [head, ...rows, line(7, 'n.v.t.'), 'Yvonne,Noord-8,VIDEO,2026-11-04,,']);
    expect((await commands.run('import', 'interventions', file)).out).toBe('Interventions: 9 new, 0 unchanged.\n');
    expect((await commands.run('import', 'interventions', file)).out).toBe('Interventions: 0 new, 9 unchanged.\n');
    expect(await prisma().visit.count()).toBe(9);
    await rig.runSchedule('visit-questions');
    expect(await questions()).toEqual([]);
    rig.at('2026-12-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    expect(await post()).toContain('advies over materiaal of aanpak (89%): 3,6 volgens leerkrachten');
    // What is imported after its month was published counts in a later one, and two expectations on one day count as
    // two.
    const late = [0, 1, 2, 3, 4].flatMap((index) => [
      `Zeynep,Noord-${index},ADVICE,2026-11-05,5,2`,
      `Zeynep,Noord-${index},OBSERVATION,2026-11-05,1,`,
    ]);
    rig.at('2026-12-09T08:00:00Z');
    commands.settings.now = rig.clock.now;
    await commands.run('import', 'interventions', commands.file('late.csv', [head, ...late]));
    expect(
      await prisma().loggedVisit.groupBy({ by: 'expected', where: { supervisorId: supervisor(1).id }, _count: true }),
    ).toEqual(
      expect.arrayContaining([
        { expected: 1, _count: 5 },
        { expected: 5, _count: 5 },
      ]),
    );
    rig.at('2027-01-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    const { body } = await prisma().interventionPeriod.findUniqueOrThrow({ where: { period: '2026-12' } });
    expect(JSON.parse(body)).toMatchObject({
      interventions: [{ code: 'ADVICE', felt: { mean: 1.7, step: 1.4 }, raters: '5-9' }],
    });
    const wrong = commands.file('wrong.csv', [
      head,
      'Yvonne,nobody,MAGIC,2027-11-03,6,9',
      'nobody,Noord-0,ADVICE,2026-11-03,,',
    ]);
    const refused = await commands.run('import', 'interventions', wrong);
    expect(refused.code).toBe(2);
    for (const text of ['intervention', 'date', 'expected', 'felt', 'supervisor']) expect(refused.err).toContain(text);
  });

  it('counts answers about a deleted visit, also for its supervisor, until its teacher deletes them', async () => {
    await answered('ADVICE', 8);
    const first = await prisma().visit.findMany({ where: { teacherId: { in: [teacher(0).id, teacher(1).id] } } });
    for (const { id: visit } of first) await rig.tap(supervisor(0), 'intervention.remove', { visit });
    const gone = first.find(({ teacherId }) => teacherId === teacher(0).id);
    await rig.tap(teacher(0), 'intervention.not-me', { visit: gone?.id ?? '' });
    rig.at('2026-12-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    // Seven of eight: a 3 by three of them, a 4 by four.
    expect(await post()).toContain('advies over materiaal of aanpak (100%): 3,6 volgens leerkrachten');
    expect(textOf(await rig.type(supervisor(0), 'mijn effect'))).toContain('3,6 volgens leerkrachten, 5,0 verwacht');
  });

  it('counts nobody who stopped, and no "not applicable"', async () => {
    await answered('ADVICE', 5);
    await prisma().person.update({ where: { id: teacher(0).id }, data: { declinedAt: rig.clock.now } });
    rig.at('2026-12-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    expect(await rig.outbox('interventions')).toEqual([]);
    expect(await prisma().interventionPeriod.findFirstOrThrow()).toMatchObject({ told: [] });
  });

  it('shows a supervisor their own, and nobody else’s', async () => {
    expect(textOf(await rig.type(supervisor(0), 'mijn effect'))).toContain('te weinig');
    await answered('ADVICE', 8);
    rig.at('2026-12-08T08:00:00Z');
    await rig.runSchedule('intervention-periods');
    expect(textOf(await rig.type(supervisor(0), 'mijn effect'))).toContain('3,5 volgens leerkrachten, 5,0 verwacht');
    expect(textOf(await rig.type(supervisor(1), 'mijn effect'))).toContain('te weinig');
    expect(textOf(await rig.type(teacher(0), 'mijn effect'))).not.toContain('volgens leerkrachten');
    expect(await post()).not.toContain('verwacht');
  });
});
