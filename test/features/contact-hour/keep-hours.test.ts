import { beforeEach, describe, expect, it } from '@jest/globals';
import { holdFor } from '../../../src/features/contact-hour/hold.ts';
import { erasePerson } from '../../../src/people/erase-person.ts';
import { type Actor, nth, textOf } from '../intervention/intervention-rig.ts';
import { contactHours, dataOf, labelsIn, type Rig, slotsIn, TAKE } from './contact-hour-rig.ts';

const { open, prisma, teacher, supervisor, offered } = contactHours();
let rig: Rig;
beforeEach(async () => {
  rig = await open();
});

const at = (moment: string) => {
  rig.clock.now = new Date(moment);
};
const take = async (actor: Actor, index: number) => rig.tap(actor, TAKE, nth(await offered(actor), index));
const keep = () =>
  nth(
    rig.features.schedules.filter(({ name }) => name === 'contact-hours'),
    0,
  ).run('', rig.clock.now);

/** Sends what is due by then; messages with nothing to say are not sent. */
async function sendUntil(moment: string): Promise<void> {
  const due = { notBefore: { lte: new Date(moment) }, state: 'queued', kind: { startsWith: 'contact-hour' } } as const;
  for (const { id, kind, subject, notBefore } of await prisma().notification.findMany({ where: due })) {
    const view = await rig.features.composers[kind]?.(subject, notBefore, 'nl');
    const became = view ? ({ state: 'sent', sentAt: notBefore } as const) : ({ state: 'expired' } as const);
    await prisma().notification.update({ where: { id }, data: became });
  }
}

interface Message {
  readonly kind: string;
  readonly to: string;
  readonly at: string;
  /** Null when there is nothing to say any more. */
  readonly text: string | null;
}

/** The messages in the outbox, in order, as they would be sent at their time. */
async function outbox(): Promise<Message[]> {
  const rows = await prisma().notification.findMany({
    where: { kind: { startsWith: 'contact-hour' } },
    orderBy: [{ notBefore: 'asc' }, { kind: 'asc' }],
    include: { account: { include: { person: true } } },
  });
  const messages: Message[] = [];
  for (const { kind, subject, notBefore, account } of rows) {
    const view = await rig.features.composers[kind]?.(subject, notBefore, 'nl');
    const text = view ? JSON.stringify(view) : null;
    messages.push({ kind, to: account?.person.name ?? '', at: notBefore.toISOString(), text });
  }
  return messages;
}
const brief = (messages: readonly Message[]) =>
  messages.map(
    ({ kind, to, at: moment, text }) => `${moment.slice(5, 16)} ${kind.slice(13)} ${to}${text ? '' : ' (nothing)'}`,
  );

const changes = async () => (await outbox()).filter(({ kind }) => kind === 'contact-hour-list-changed');
async function cancel(index: number): Promise<void> {
  const where = { teacherId: teacher(index).id, endedAt: null };
  const { id } = await prisma().appointment.findFirstOrThrow({ where });
  await rig.tap(teacher(index), 'contact-hour.cancel', { appointment: id });
}

describe('reminders', () => {
  it('come the day before and half an hour before to both, and the day’s list comes at half past two', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    await keep();
    expect(await outbox()).toEqual([]);
    at('2026-11-30T12:00:00Z');
    await keep();
    await keep();
    expect(brief(await outbox())).toEqual([
      '11-30T14:00 list-before Yvonne',
      '11-30T14:00 tomorrow Naam Noord-0',
      '11-30T14:15 tomorrow Naam Noord-1',
      '12-01T13:30 list Yvonne',
      '12-01T13:30 soon Naam Noord-0',
      '12-01T13:45 soon Naam Noord-1',
      '12-01T14:13 two-minutes Yvonne',
      '12-01T14:15 next Yvonne',
      '12-01T14:28 two-minutes Yvonne',
    ]);
    const texts = (await outbox()).map(({ text }) => text ?? '');
    expect(texts[0]).toContain('15:00–15:15 · Naam Noord-0\\n15:15–15:30 · Naam Noord-1');
    expect(texts[1]).toContain('Je staat genoteerd: dinsdag 1 december van 15:00 tot 15:15, bij Yvonne.');
    // One message at half past two, not two.
    expect(texts[3]).toContain('15:00–15:15 · Naam Noord-0\\n15:15–15:30 · Naam Noord-1');
    expect(texts[3]).toContain('Over een half uur, om 15:00, komt Naam Noord-0. Waar: Lokaal 3.');
    expect(texts[6]).toContain('Nog twee minuten met Naam Noord-0: tot 15:15. Daarna is Naam Noord-1 aan de beurt.');
    expect(texts[7]).toContain('Naam Noord-1 wacht op je. Jullie hebben tot 15:30.');
    const rows = await prisma().notification.findMany({ where: { kind: { startsWith: 'contact-hour' } } });
    for (const { notBefore, notAfter, unasked } of rows) {
      expect(notAfter > notBefore && notAfter <= new Date('2026-12-01T14:30:00Z')).toBe(true);
      expect(unasked).toBeNull();
    }
  });

  it('tell that a teacher who is not on the operator’s list any more may not come, until they say that they stay; their slot stays theirs', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    const leaving = (staysAt: Date | null) =>
      prisma().person.update({ where: { id: teacher(1).id }, data: { missingSince: rig.clock.now, staysAt } });
    await leaving(null);
    at('2026-11-30T12:00:00Z');
    await keep();
    const list = async () => (await outbox()).find(({ kind }) => kind === 'contact-hour-list-before')?.text ?? '';
    const doubted = '15:15–15:30 · Naam Noord-1 (staat niet meer op de lijst: vraag of die nog komt)';
    expect(await list()).toContain(`15:00–15:15 · Naam Noord-0\\n${doubted}"`);
    expect(textOf(await rig.type(supervisor(0), 'agenda'))).toContain(doubted);
    // The teacher is reminded as usual, and can cancel there.
    expect(brief(await outbox())).toContain('11-30T14:15 tomorrow Naam Noord-1');
    expect(textOf(await rig.type(teacher(1), 'contactuurtje'))).not.toContain('niet meer op de lijst');
    await leaving(rig.clock.now);
    expect(await list()).toContain('15:15–15:30 · Naam Noord-1"');
    expect(textOf(await rig.type(supervisor(0), 'agenda'))).not.toContain('niet meer op de lijst');
  });

  it('tell this in every message that names one person, and do not tell that somebody waits who may have gone', async () => {
    await rig.addHour(supervisor(0), { ends: '16:30' });
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    await take(teacher(2), 2);
    const of = (name: string, subject: string) => `${name}: ${subject}`;
    const doubt = (index: number) => `Naam Noord-${index} staat niet meer op de lijst: vraag of die nog komt.`;
    at('2026-12-01T12:00:00Z');
    await keep();
    const said = async () =>
      (await outbox())
        .filter(({ kind }) => /soon-first|next|two-minutes/.test(kind))
        .map(({ kind, text }) => of(kind, text ?? ''));
    expect((await said()).filter((text) => text.includes('op de lijst'))).toEqual([]);
    await prisma().person.updateMany({ where: { role: 'teacher' }, data: { missingSince: rig.clock.now } });
    const texts = await said();
    const expected = [
      `Nog twee minuten met Naam Noord-0: tot 15:15. Daarna is Naam Noord-1 aan de beurt. ${doubt(1)}`,
      `Naam Noord-1 is nu aan de beurt, tot 15:30. ${doubt(1)}`,
      `Over een half uur, om 16:00, komt Naam Noord-2. Waar: Lokaal 3. ${doubt(2)}`,
    ];
    for (const sentence of expected) expect(texts).toContainEqual(expect.stringContaining(sentence));
    expect(texts.join()).not.toContain('wacht op je');
  });

  it('tell a supervisor half an hour before who comes after a time without appointments', async () => {
    await rig.addHour(supervisor(0), { ends: '16:30' });
    await take(teacher(0), 0);
    await take(teacher(1), 1);
    await take(teacher(2), 3);
    at('2026-12-01T12:00:00Z');
    await keep();
    // At 15:30 somebody has been there in the half hour before; at 16:15 nobody has.
    const said = (await outbox()).filter(({ to, kind }) => to === 'Yvonne' && /soon-first|next/.test(kind));
    expect(brief(said)).toEqual(['12-01T14:30 next Yvonne', '12-01T14:45 soon-first Yvonne']);
    expect(said[1]?.text).toContain('Over een half uur, om 16:15, komt Naam Noord-2.');
  });

  it('do not disturb a talk at half past two: the list only tells who comes when', async () => {
    await rig.addHour(supervisor(0), { begins: '14:30', ends: '16:00' });
    await take(teacher(0), 0);
    await take(teacher(1), 1);
    at('2026-12-01T12:00:00Z');
    await keep();
    const ofYvonne = (await outbox()).filter(({ to }) => to === 'Yvonne');
    expect(brief(ofYvonne)).toEqual([
      '12-01T13:00 soon-first Yvonne',
      '12-01T13:30 list Yvonne',
      '12-01T13:43 two-minutes Yvonne',
      '12-01T14:00 next Yvonne',
      '12-01T14:13 two-minutes Yvonne',
    ]);
    expect(ofYvonne[1]?.text).toContain('15:00–15:15 · Naam Noord-1');
    expect(ofYvonne[1]?.text).not.toContain('half uur');
  });

  it('say "in half an hour" only when that is true: not when it was booked or is sent shortly before', async () => {
    await rig.addHour(supervisor(0));
    at('2026-12-01T13:50:00Z');
    await take(teacher(0), 0);
    await keep();
    const first = nth(
      (await outbox()).filter(({ kind }) => kind.includes('soon')),
      0,
    );
    expect(brief([first])).toEqual(['12-01T13:50 soon-first Yvonne']);
    expect(first.text).toContain('"Om 15:00 komt Naam Noord-0. Waar: Lokaal 3."');
    expect(first.text).not.toContain('half uur');

    const { id, sequence } = await prisma().appointment.findFirstOrThrow({ where: { endedAt: null } });
    const told = async (moment: string, language: string) =>
      JSON.stringify(
        await rig.features.composers['contact-hour-soon']?.(`${id}:${sequence}`, new Date(moment), language),
      );
    expect(await told('2026-12-01T13:31:00Z', 'nl')).toContain('Over een half uur is je afspraak.');
    expect(await told('2026-12-01T13:50:00Z', 'nl')).toContain('Je afspraak is om 15:00 uur.');
    expect(await told('2026-12-01T13:50:00Z', 'en')).not.toContain('half an hour');
  });

  it('for a Monday come on Monday morning and not in the weekend', async () => {
    await rig.addHour(supervisor(0), { weekday: '1', firstDay: '2026-12-07' });
    await take(teacher(0), 0);
    at('2026-12-06T12:00:00Z');
    await keep();
    expect(brief(await outbox()).slice(0, 2)).toEqual([
      '12-07T06:30 list-before Yvonne',
      '12-07T06:30 tomorrow Naam Noord-0',
    ]);
  });

  it('stop for a cancelled appointment, and are sent again for a moved one', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    at('2026-11-30T12:00:00Z');
    await keep();
    const [mine, theirs] = await prisma().appointment.findMany({ orderBy: { begins: 'asc' } });
    await rig.tap(teacher(0), 'contact-hour.cancel', { appointment: mine?.id ?? '' });
    const choices = await rig.tap(teacher(1), 'contact-hour.look', { from: '0', moving: theirs?.id ?? '' });
    await rig.tap(teacher(1), TAKE, nth(dataOf(choices, TAKE), 1));
    await keep();
    const said = (await outbox()).filter(({ text }) => text !== null);
    expect(brief(said)).toEqual(
      [
        '11-30T14:00 list-before Yvonne',
        '11-30T14:30 tomorrow Naam Noord-1',
        '12-01T13:30 list Yvonne',
        '12-01T14:00 soon Naam Noord-1',
        '12-01T14:00 soon-first Yvonne',
        '12-01T14:28 two-minutes Yvonne',
      ].map((line) => line.replace('14:28', '14:43')),
    );
  });

  it('tell a supervisor at once when the list of the day changes after it was sent', async () => {
    await rig.addHour(supervisor(0));
    at('2026-12-01T13:40:00Z');
    const booked = await take(teacher(0), 0);
    expect(textOf(booked)).toContain('van 15:00 tot 15:15');
    // The list has not been sent yet, and includes it.
    const first = (await outbox()).filter(({ kind }) => /list/.test(kind));
    expect(brief(first)).toEqual(['12-01T13:40 list Yvonne']);
    expect(first[0]?.text).toContain('15:00–15:15 · Naam Noord-0');
    await sendUntil('2026-12-01T13:40:00Z');
    at('2026-12-01T13:45:00Z');
    await take(teacher(1), 0);
    const changed = (await outbox()).filter(({ kind }) => kind === 'contact-hour-list-changed');
    expect(changed).toMatchObject([{ to: 'Yvonne', at: '2026-12-01T13:45:00.000Z' }]);
    expect(changed[0]?.text).toContain('Er is iets veranderd. Contactuurtjes van dinsdag 1 december');
    expect(changed[0]?.text).toContain('15:15–15:30 · Naam Noord-1');
  });

  it('tell a supervisor at once when nobody comes any more whom the list of the day before named', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    at('2026-11-30T12:00:00Z');
    await keep();
    await sendUntil('2026-11-30T14:00:00Z');
    at('2026-12-01T10:00:00Z');
    await cancel(0);
    // The list of the day names those who are left.
    expect(await changes()).toEqual([]);
    at('2026-12-01T11:00:00Z');
    await cancel(1);
    await keep();
    expect(brief(await changes())).toEqual(['12-01T11:00 list-changed Yvonne']);
    expect((await changes())[0]?.text).toContain('Er is iets veranderd. Contactuurtjes van dinsdag 1 december');
    expect((await changes())[0]?.text).toContain('Niemand heeft een afspraak.');
  });

  it('tell a supervisor that nobody comes once their workspace is reconnected, if it was disconnected just then', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(1), 0);
    at('2026-11-30T12:00:00Z');
    await keep();
    await sendUntil('2026-11-30T14:00:00Z');
    await prisma().workspace.updateMany({ where: { platform: 'slack' }, data: { state: 'reconnect' } });
    at('2026-12-01T11:00:00Z');
    await cancel(1);
    expect(brief(await changes())).toEqual(['12-01T11:00 list-changed Yvonne']);
    expect((await changes())[0]?.text).toContain('Niemand heeft een afspraak.');
  });

  it('tell a supervisor once about the day when their workspace is reconnected, however much changed meanwhile', async () => {
    await rig.addHour(supervisor(0), { begins: '16:30', ends: '17:30' });
    for (const index of [0, 1, 2]) await take(teacher(index), 0);
    at('2026-11-30T12:00:00Z');
    await keep();
    const [before, list] = await Promise.all(
      ['contact-hour-list-before', 'contact-hour-list'].map((kind) => {
        return prisma().notification.findFirstOrThrow({ where: { kind } });
      }),
    );
    expect(before?.notAfter.getTime()).toBeLessThanOrEqual(list?.notBefore.getTime() ?? 0);
    await sendUntil('2026-12-01T13:30:00Z');
    await prisma().workspace.updateMany({ where: { platform: 'slack' }, data: { state: 'reconnect' } });
    for (const [index, moment] of ['2026-12-01T13:40:00Z', '2026-12-01T13:50:00Z'].entries()) {
      at(moment);
      await cancel(index);
    }
    const waiting = await prisma().notification.findMany({
      where: { kind: 'contact-hour-list-changed' },
      orderBy: { createdAt: 'asc' },
    });
    const tell = rig.features.composers['contact-hour-list-changed'];
    const told = await Promise.all(
      waiting.map(({ subject }) => tell?.(subject, new Date('2026-12-01T13:55:00Z'), 'nl')),
    );
    expect(told.map((view) => view && textOf(view))).toEqual([null, expect.stringContaining('Naam Noord-2')]);
  });

  it('include the list of the day when it can be sent, also when only somebody earlier was known at first', async () => {
    await rig.addHour(supervisor(0), { begins: '12:30', ends: '13:00' });
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    at('2026-11-30T11:00:00Z');
    await keep();
    await take(teacher(1), 1);
    await keep();
    const list = await prisma().notification.findFirstOrThrow({ where: { kind: 'contact-hour-list' } });
    expect(list.notBefore).toEqual(new Date('2026-12-01T13:30:00Z'));
    expect(list.notAfter).toEqual(new Date('2026-12-01T14:15:00Z'));
  });

  it('tell a supervisor about changes in the morning’s hours before they begin, and not at night', async () => {
    await rig.addHour(supervisor(0), { begins: '09:00', ends: '10:00' });
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    at('2026-11-30T12:00:00Z');
    await keep();
    await sendUntil('2026-11-30T14:00:00Z');
    at('2026-11-30T20:00:00Z');
    await cancel(0);
    at('2026-12-01T05:00:00Z');
    await take(teacher(2), 2);
    expect(brief(await changes())).toEqual(['12-01T06:30 list-changed Yvonne']);
    expect((await changes())[0]?.text).toContain('09:15–09:30 · Naam Noord-1\\n09:45–10:00 · Naam Noord-2');
  });
});

describe('a supervisor who is ill', () => {
  it('everybody is told, gets the first offer of other slots, and the waiting list keeps its order', async () => {
    await rig.addHour(supervisor(0), { ends: '15:30', lastDay: '2026-12-01' });
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    const full = await rig.type(teacher(2), 'contactuurtje');
    expect(textOf(full)).toContain('Er is nu geen moment vrij');
    await rig.tap(teacher(2), 'contact-hour.wait', { answer: 'yes' });

    at('2026-12-01T07:00:00Z');
    const asked = await rig.type(supervisor(0), 'ziek');
    expect(textOf(asked)).toContain('Ben je vandaag ziek?');
    await rig.tap(supervisor(0), 'contact-hour.ill-today', {});
    const told = (await outbox()).filter(({ kind }) => kind === 'contact-hour-ended');
    // In lesson time, because the next good moment would be too late.
    expect(brief(told)).toEqual(['12-01T07:00 ended Naam Noord-0', '12-01T07:00 ended Naam Noord-1']);
    expect(told[0]?.text).toContain('Yvonne is ziek. Je afspraak van dinsdag 1 december om 15:00 uur gaat niet door.');
    expect(told[0]?.text).toContain('vooraan op de wachtlijst');
    expect(textOf(await rig.type(supervisor(0), 'uren'))).toContain('ziek');
    // Somebody who said so is not asked again, but gets the way back.
    expect(textOf(await rig.type(supervisor(0), 'ziek'))).toMatch(
      /^(?!.*Ben je vandaag ziek).*dinsdag 1 december: ziek.*Toch aanwezig/,
    );

    expect(textOf(await rig.type(supervisor(0), 'niet meer ziek'))).toMatch(
      /Fijn\. Ben je er op een dag toch\?.*dinsdag 1 december: ziek.*Toch aanwezig/,
    );

    // One slot, another, and another: those who lost theirs come first, by their time, then those who waited.
    await rig.addHour(supervisor(1), { weekday: '4', begins: '15:00', ends: '15:45', lastDay: '2026-12-03' });
    const held = await prisma().appointment.findMany({ where: { endedAt: null }, orderBy: { begins: 'asc' } });
    expect(held.map(({ teacherId, offered }) => [teacherId, offered])).toEqual([
      [teacher(0).id, true],
      [teacher(1).id, true],
      [teacher(2).id, true],
    ]);
    const offers = (await outbox()).filter(({ kind }) => kind === 'contact-hour-offer');
    expect(offers.map(({ to }) => to).sort()).toEqual(['Naam Noord-0', 'Naam Noord-1', 'Naam Noord-2']);
  });

  it('gets the way back instead of the button for being ill, once they are ill', async () => {
    await rig.addHour(supervisor(0));
    at('2026-12-01T07:00:00Z');
    const well = labelsIn(await rig.type(supervisor(0), 'uren'));
    expect(well).toContain('Vandaag ziek');
    const ill = labelsIn(await rig.tap(supervisor(0), 'contact-hour.ill-today', {}));
    expect(ill).toContain('Toch aanwezig');
    expect(ill).not.toContain('Vandaag ziek');
    const there = await rig.tap(supervisor(0), 'contact-hour.there', { day: '2026-12-01' });
    expect(labelsIn(there)).toEqual(well);
    // Somebody who is ill on another day may still fall ill today.
    const day = { day: '2026-12-02', why: 'ill' };
    await rig.submit(supervisor(0), { action: 'contact-hour.away', data: {} }, day);
    expect(labelsIn(await rig.type(supervisor(0), 'uren'))).toContain('Vandaag ziek');
  });

  it('is ill on the date at their schools, and the list of a day is for that date too', async () => {
    await prisma().school.updateMany({ data: { timezone: 'America/Kralendijk' } });
    await rig.addHour(supervisor(0), { begins: '19:30', ends: '20:00' });
    await take(teacher(0), 0);
    // 19:30 on Bonaire; in Amsterdam the next day has begun.
    at('2026-12-01T17:00:00Z');
    await keep();
    const lists = (await outbox()).filter(({ kind }) => kind === 'contact-hour-list');
    expect(lists.map(({ text }) => text)).toEqual([expect.stringContaining('19:30–19:45 · Naam Noord-0')]);
    at('2026-12-01T23:20:00Z');
    await rig.tap(supervisor(0), 'contact-hour.ill-today', {});
    expect(textOf(await rig.type(supervisor(0), 'uren'))).toContain('dinsdag 1 december: ziek');
    const told = (await outbox()).filter(({ kind }) => kind === 'contact-hour-ended');
    expect(told.map(({ text }) => text)).toEqual([
      expect.stringContaining('dinsdag 1 december om 19:30 uur gaat niet'),
    ]);
  });

  it('gets one message that tells what is held instead', async () => {
    await rig.addHour(supervisor(0));
    await rig.addHour(supervisor(1), { weekday: '4' });
    await take(teacher(0), 0);
    at('2026-11-30T20:00:00Z');
    const day = { day: '2026-12-01', why: 'ill' };
    await rig.submit(supervisor(0), { action: 'contact-hour.away', data: {} }, day);
    const messages = await outbox();
    // Nobody is told at night, only in the morning.
    expect(brief(messages)).toEqual(['12-01T06:30 ended Naam Noord-0']);
    expect(messages[0]?.text).toContain('Er is een moment vrij: donderdag 3 december 15:00–15:15, bij Zeynep.');
    const { id } = await prisma().appointment.findFirstOrThrow({ where: { endedAt: null } });
    const shown = await rig.tap(teacher(0), 'contact-hour.accept', { appointment: id });
    expect(textOf(shown)).toContain('Je staat genoteerd: donderdag 3 december');
    expect(await prisma().contactHourWaiting.count()).toBe(0);
  });

  it('loses no slot to somebody who taps at that moment', async () => {
    await rig.addHour(supervisor(0));
    const slots = dataOf(await rig.type(teacher(0), 'contactuurtje'), TAKE);
    const day = { day: '2026-12-01', why: 'off' };
    await Promise.all([
      rig.submit(supervisor(0), { action: 'contact-hour.away', data: {} }, day),
      rig.tap(teacher(0), TAKE, nth(slots, 0)),
      rig.tap(teacher(1), TAKE, nth(slots, 1)),
    ]);
    await keep();
    const live = await prisma().appointment.findMany({
      where: { endedAt: null, begins: new Date('2026-12-01T14:00:00Z') },
    });
    expect(live).toEqual([]);
    expect(slotsIn(await rig.type(teacher(2), 'contactuurtje'))[0]).toContain('di 8 dec');
  });
});

describe('a supervisor who is gone', () => {
  const ended = async () => (await outbox()).filter(({ kind }) => kind === 'contact-hour-ended');

  it('and was erased: their teachers are told without a name and get another offer first, and nothing is left', async () => {
    await rig.addHour(supervisor(0), { ends: '15:30', lastDay: '2026-12-01' });
    await take(teacher(0), 0);
    await take(teacher(1), 0);
    await rig.tap(teacher(2), 'contact-hour.wait', { answer: 'yes' });
    const file = await rig.tap(teacher(0), 'contact-hour.feed', {});
    await erasePerson(prisma(), supervisor(0).id);
    // Until then, nobody sees an appointment without a supervisor.
    expect(textOf(await rig.type(teacher(0), 'contactuurtje'))).not.toContain('Je staat genoteerd');
    await rig.addHour(supervisor(1), { weekday: '4', ends: '15:45', lastDay: '2026-12-03' });
    await keep();
    const told = await ended();
    expect(told.map(({ to }) => to)).toEqual(['Naam Noord-0', 'Naam Noord-1']);
    for (const { text } of told) {
      expect(text).toContain('Je begeleider doet niet meer mee. Je afspraak van dinsdag 1 december om 15:');
      expect(text).toContain('Er is een moment vrij: donderdag 3 december');
      expect(text).not.toContain('Yvonne');
    }
    const held = await prisma().appointment.findMany({ where: { endedAt: null }, orderBy: { begins: 'asc' } });
    expect(held.map(({ teacherId }) => teacherId)).toEqual([0, 1, 2].map((index) => teacher(index).id));
    const exported = JSON.stringify(await rig.features.export({ id: teacher(0).id, language: 'nl' }));
    expect(exported).toContain('2026-12-01T14:00:00.000Z');
    expect(exported + textOf(file)).not.toContain('Yvonne');
    at('2026-12-01T14:15:00Z');
    await keep();
    expect(await prisma().appointment.count({ where: { hourId: null } })).toBe(0);
  });

  it('and serves another circle: the same, with the name', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    const where = { personId: supervisor(0).id };
    await prisma().personCircle.updateMany({ where, data: { circleId: rig.circleId('Zuid') } });
    await keep();
    const [told] = await ended();
    expect(told).toMatchObject({ to: 'Naam Noord-0' });
    expect(told?.text).toContain('Yvonne is er dan toch niet.');
    expect(await prisma().contactHourWaiting.findMany()).toMatchObject([{ teacherId: teacher(0).id, lostOne: true }]);
  });

  it('and had been told who comes: is told that nobody does', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    at('2026-11-30T12:00:00Z');
    await keep();
    await sendUntil('2026-11-30T14:00:00Z');
    at('2026-12-01T10:00:00Z');
    const where = { personId: supervisor(0).id };
    await prisma().personCircle.updateMany({ where, data: { circleId: rig.circleId('Zuid') } });
    await keep();
    await keep();
    expect(brief(await changes())).toEqual(['12-01T10:00 list-changed Yvonne']);
    expect((await changes())[0]?.text).toContain('Niemand heeft een afspraak.');
  });

  it('and has become a teacher of that circle: the same, because they could not end their hours any more', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    const school = await prisma().school.findFirstOrThrow({ where: { circleId: rig.circleId('Noord') } });
    await prisma().person.update({ where: { id: supervisor(0).id }, data: { role: 'teacher', schoolId: school.id } });
    await keep();
    const [told] = await ended();
    expect(told).toMatchObject({ to: 'Naam Noord-0' });
    expect(told?.text).toContain('Yvonne is er dan toch niet.');
    expect(slotsIn(await rig.type(teacher(1), 'contactuurtje'))).toEqual([]);
    expect(textOf(await rig.type(teacher(1), 'contactuurtje'))).toContain('nu geen contactuurtjes');
  });
});

describe('a teacher who is erased', () => {
  it('leaves a free moment to the next in line', async () => {
    await rig.addHour(supervisor(0), { ends: '15:15', lastDay: '2026-12-01' });
    await take(teacher(0), 0);
    await rig.tap(teacher(1), 'contact-hour.wait', { answer: 'yes' });
    await erasePerson(prisma(), teacher(0).id);
    await keep();
    const live = await prisma().appointment.findMany({ where: { endedAt: null } });
    expect(live).toMatchObject([{ teacherId: teacher(1).id, offered: true }]);
  });
});

describe('a teacher who moved to a school of another circle', () => {
  it('is told that the hour is not for their school, and not that its supervisor is away', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    const school = await prisma().school.findFirstOrThrow({ where: { circleId: rig.circleId('Zuid') } });
    await prisma().person.update({ where: { id: teacher(0).id }, data: { schoolId: school.id } });
    await keep();
    const [told] = (await outbox()).filter(({ kind }) => kind === 'contact-hour-ended');
    expect(told).toMatchObject({ to: 'Naam Noord-0' });
    expect(told?.text).toContain('Het contactuurtje van Yvonne is niet meer voor jouw school. Je afspraak van dinsdag');
    expect(told?.text).not.toContain('er dan toch niet');
  });
});

describe('a teacher who was forgotten after they came', () => {
  it('is in nothing that their supervisor was told about them', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    await take(teacher(1), 1);
    const [gone = '', other = ''] = (await prisma().appointment.findMany({ orderBy: { begins: 'asc' } })).map(
      ({ id }) => id,
    );
    at('2026-12-01T12:00:00Z');
    await keep();
    await sendUntil('2026-12-01T15:30:00Z');
    await erasePerson(prisma(), teacher(0).id);
    at('2026-12-02T03:00:00Z');
    const about = (id: string) => prisma().notification.count({ where: { subject: { startsWith: id } } });
    expect(await about(gone)).toBeGreaterThan(0);
    const kept = await about(other);
    await nth(
      rig.features.schedules.filter(({ name }) => name === 'contact-hours-forgotten'),
      0,
    ).run('', rig.clock.now);
    expect([await about(gone), await about(other)]).toEqual([0, kept]);
  });
});

describe('a teacher who does not come any more', () => {
  const WAYS: readonly [string, () => Promise<unknown>][] = [
    ['cancelled', () => cancel(0)],
    ['was erased', () => erasePerson(prisma(), teacher(0).id)],
    [
      'moved to a school of another circle',
      async () => {
        const school = await prisma().school.findFirstOrThrow({ where: { circleId: rig.circleId('Zuid') } });
        await prisma().person.update({ where: { id: teacher(0).id }, data: { schoolId: school.id } });
      },
    ],
  ];
  it.each(WAYS)(
    'and %s: the supervisor with the day’s list gets an updated one, which does not tell why',
    async (_, leave) => {
      await rig.addHour(supervisor(0), { begins: '16:00', ends: '17:00' });
      await take(teacher(0), 0);
      await take(teacher(1), 0);
      at('2026-12-01T13:40:00Z');
      await keep();
      await sendUntil('2026-12-01T13:40:00Z');
      await leave();
      await keep();
      await keep();
      const told = await changes();
      expect(told.map(({ to }) => to)).toEqual(['Yvonne']);
      expect(told[0]?.text).toContain('Er is iets veranderd. Contactuurtjes van dinsdag 1 december');
      expect(told[0]?.text).toContain('16:15–16:30 · Naam Noord-1');
      expect(told[0]?.text).not.toMatch(/Noord-0|16:00–16:15|doet niet meer mee|verhuis/);
    },
  );

  it('is in no later list, and a supervisor who removes an hour is not told about it', async () => {
    await rig.addHour(supervisor(0), { begins: '16:00', ends: '17:00' });
    await take(teacher(0), 0);
    at('2026-12-01T12:00:00Z');
    await keep();
    await erasePerson(prisma(), teacher(0).id);
    await keep();
    expect(await changes()).toEqual([]);
    await take(teacher(1), 0);
    at('2026-12-01T13:40:00Z');
    await keep();
    const { id } = await prisma().contactHour.findFirstOrThrow();
    await rig.tap(supervisor(0), 'contact-hour.end', { hour: id });
    await prisma().contactHour.updateMany({ data: { removedAt: rig.clock.now } });
    await keep();
    expect(await changes()).toEqual([]);
  });
});

describe('the waiting list', () => {
  const only = { ends: '15:15', lastDay: '2026-12-01' };

  async function oneTakenTwoWaiting() {
    await rig.addHour(supervisor(0), only);
    await take(teacher(0), 0);
    await rig.tap(teacher(1), 'contact-hour.wait', { answer: 'yes' });
    at('2026-11-26T15:31:00Z');
    await rig.tap(teacher(2), 'contact-hour.wait', { answer: 'yes' });
    const { id } = await prisma().appointment.findFirstOrThrow();
    await rig.tap(teacher(0), 'contact-hour.cancel', { appointment: id });
  }
  const heldNow = () => prisma().appointment.findFirst({ where: { endedAt: null } });

  it('holds a free slot for the first in line, and shows it to nobody else', async () => {
    await oneTakenTwoWaiting();
    expect(await heldNow()).toMatchObject({ teacherId: teacher(1).id, offered: true });
    expect(slotsIn(await rig.type(teacher(0), 'contactuurtje'))).toEqual([]);
    const [offer] = await outbox();
    expect(offer).toMatchObject({ kind: 'contact-hour-offer', to: 'Naam Noord-1', at: '2026-11-26T15:31:00.000Z' });
    expect(offer?.text).toContain('Ik houd het voor je vast tot do 26 nov 18:31.');
    const { id } = (await heldNow()) ?? { id: '' };
    await rig.tap(teacher(2), 'contact-hour.accept', { appointment: id });
    expect(await heldNow()).toMatchObject({ teacherId: teacher(1).id, heldUntil: expect.any(Date) });
    await rig.tap(teacher(1), 'contact-hour.accept', { appointment: id });
    expect(await heldNow()).toMatchObject({ teacherId: teacher(1).id, heldUntil: null });
    expect((await prisma().contactHourWaiting.findMany()).map(({ teacherId }) => teacherId)).toEqual([teacher(2).id]);
  });

  it('skips people who have three appointments and could not take a fourth', async () => {
    await rig.addHour(supervisor(0), only);
    await take(teacher(0), 0);
    await rig.addHour(supervisor(1), { weekday: '3', ends: '15:45', lastDay: '2026-12-02' });
    for (const slot of await offered(teacher(1))) await rig.tap(teacher(1), TAKE, slot);
    // As an earlier version left them, which had no maximum.
    const since = [rig.clock.now, new Date(rig.clock.now.getTime() + 1)];
    const data = since.map((each, index) => ({ teacherId: teacher(index + 1).id, since: each }));
    await prisma().contactHourWaiting.createMany({ data });
    await cancel(0);
    const held = await prisma().appointment.findMany({ where: { endedAt: null, offered: true } });
    expect(held.map(({ teacherId }) => teacherId)).toEqual([teacher(2).id]);
  });

  it('is on the home page of people who wait, with the slot held for them, until they take it', async () => {
    await oneTakenTwoWaiting();
    const home = async (index: number) => textOf(await rig.type(teacher(index), 'home'));
    const [waits, held] = [
      'Je staat op de wachtlijst voor een contactuurtje.',
      'Ik houd een contactuurtje voor je vast',
    ];
    expect(await home(1)).toContain(held);
    expect(await home(2)).toContain(waits);
    expect(await home(0)).not.toContain(waits);
    await rig.tap(teacher(1), 'contact-hour.accept', { appointment: (await heldNow())?.id ?? '' });
    expect(await home(1)).toContain('Contactuurtje bij Yvonne');
    expect(await home(1)).not.toContain(held);
  });

  it('offers the slot to the next when somebody does not want it or does not answer in time, and asks nobody twice', async () => {
    await oneTakenTwoWaiting();
    const first = (await heldNow()) ?? { id: '' };
    expect(textOf(await rig.tap(teacher(1), 'contact-hour.decline', { appointment: first.id }))).toContain('Prima.');
    expect(await heldNow()).toMatchObject({ teacherId: teacher(2).id });
    at('2026-11-26T17:32:00Z');
    await keep();
    const late = await prisma().appointment.findFirstOrThrow({ where: { teacherId: teacher(2).id } });
    expect(late).toMatchObject({ endedBy: 'lapsed' });
    expect(await heldNow()).toBeNull();
    const said = await rig.tap(teacher(2), 'contact-hour.accept', { appointment: late.id });
    expect(textOf(said)).toContain('niet meer voor je vastgehouden');
    // Now anybody can have it.
    expect(slotsIn(await rig.type(teacher(0), 'contactuurtje'))).toHaveLength(1);
    expect(await prisma().contactHourWaiting.count()).toBe(2);
  });

  it('is private: a supervisor does not find in their own data to whom a slot was offered, or with what result', async () => {
    await oneTakenTwoWaiting();
    const theirs = async () => JSON.stringify(await rig.features.export({ id: supervisor(0).id, language: 'nl' }));
    expect(await theirs()).not.toContain(teacher(1).name);
    await rig.tap(teacher(1), 'contact-hour.decline', { appointment: (await heldNow())?.id ?? '' });
    expect(await theirs()).not.toContain(teacher(1).name);
    at('2026-11-26T17:32:00Z');
    await keep();
    expect(await theirs()).not.toContain(teacher(2).name);
    // They see what was booked and that it was cancelled; a teacher finds what was offered to them.
    expect(await theirs()).toContain(teacher(0).name);
    const own = await rig.features.export({ id: teacher(1).id, language: 'nl' });
    expect(JSON.stringify(own)).toContain('declined');
  });

  it('holds nothing for people who cannot be asked, and keeps their place until they can be asked', async () => {
    await rig.addHour(supervisor(0), only);
    await take(teacher(0), 0);
    await rig.tap(teacher(1), 'contact-hour.wait', { answer: 'yes' });
    at('2026-11-26T15:31:00Z');
    await rig.tap(teacher(2), 'contact-hour.wait', { answer: 'yes' });
    const theirs = { where: { personId: teacher(1).id } };
    await prisma().account.updateMany({ ...theirs, data: { unreachableSince: rig.clock.now, unreachableWhy: 'gone' } });
    await cancel(0);
    const held = () => prisma().appointment.findMany({ where: { endedAt: null } });
    expect(await held()).toMatchObject([{ teacherId: teacher(2).id, offered: true }]);
    await prisma().account.updateMany({ ...theirs, data: { unreachableSince: null, unreachableWhy: null } });
    await rig.tap(teacher(2), 'contact-hour.decline', { appointment: nth(await held(), 0).id });
    expect(await held()).toMatchObject([{ teacherId: teacher(1).id, offered: true }]);
  });

  it('offers somebody who does not answer a slot once a day, three times, and then stops; the third offer announces that', async () => {
    await rig.addHour(supervisor(0));
    await take(teacher(0), 0);
    at('2026-12-01T07:00:00Z');
    await rig.tap(supervisor(0), 'contact-hour.ill-today', {});
    const texts: (string | null)[] = [];
    const compose = rig.features.composers['contact-hour-offer'];
    for (let hour = 0; hour < 9 * 24; hour += 1) {
      rig.clock.now = new Date(Date.parse('2026-12-01T07:30:00Z') + hour * 3_600_000);
      await keep();
      const due = { kind: 'contact-hour-offer', state: 'queued', notBefore: { lte: rig.clock.now } } as const;
      for (const { id, subject } of await prisma().notification.findMany({ where: due })) {
        texts.push(JSON.stringify(await compose?.(subject, rig.clock.now, 'nl')));
        await prisma().notification.update({ where: { id }, data: { state: 'sent', sentAt: rig.clock.now } });
      }
    }
    // The first offer was in the message that the appointment was cancelled.
    expect(texts.map((text) => text?.includes('Hoor ik niets, dan haal ik je van de wachtlijst.'))).toEqual([
      false,
      true,
    ]);
    const sent = await prisma().notification.findMany({
      where: { kind: 'contact-hour-offer' },
      orderBy: { sentAt: 'asc' },
    });
    expect(new Set(sent.map(({ sentAt }) => sentAt?.toISOString().slice(0, 10))).size).toBe(sent.length);
    expect(await prisma().contactHourWaiting.count()).toBe(0);
    expect(await heldNow()).toBeNull();
  });

  it('does not stop offering to people who were not warned: by offers that were never sent, or from before that rule', async () => {
    await rig.addHour(supervisor(0));
    await prisma().contactHourWaiting.create({ data: { teacherId: teacher(1).id, since: rig.clock.now } });
    const from = rig.clock.now.getTime();
    const isKept = async () => (await prisma().contactHourWaiting.count()) === 1;
    const lapses = () => prisma().appointment.count({ where: { endedBy: 'lapsed' } });
    for (let day = 0; day < 12 && (await lapses()) < 4; day += 1) {
      rig.clock.now = new Date(from + day * 86_400_000);
      await keep();
      expect({ day, isKept: await isKept() }).toEqual({ day, isKept: true });
    }
    expect(await lapses()).toBe(4);
    // As if each had been sent.
    await prisma().notification.updateMany({ where: { kind: 'contact-hour-offer' }, data: { state: 'sent' } });
    await prisma().appointment.updateMany({ where: { endedBy: null }, data: { endedBy: 'declined' } });
    await keep();
    expect(await isKept()).toBe(true);
  });

  it('is left by whoever wants to', async () => {
    await rig.addHour(supervisor(0), only);
    await take(teacher(0), 0);
    await rig.tap(teacher(1), 'contact-hour.wait', { answer: 'yes' });
    await rig.tap(teacher(1), 'contact-hour.wait', { answer: 'yes' });
    expect(await prisma().contactHourWaiting.count()).toBe(1);
    expect(textOf(await rig.tap(teacher(1), 'contact-hour.wait', { answer: 'no' }))).toContain(
      'niet meer op de wachtlijst',
    );
    expect(await prisma().contactHourWaiting.count()).toBe(0);
  });
});

describe('how long something is held', () => {
  const begins = new Date('2026-12-03T14:00:00Z');
  /** From 7:30 to 8:15 and from 15:00 to 19:00 in winter. */
  const good = async (from: Date) => {
    const minutes = from.getUTCHours() * 60 + from.getUTCMinutes();
    const day = from.toISOString().slice(0, 10);
    if (minutes < 390) return new Date(`${day}T06:30:00Z`);
    if (minutes < 435 || (minutes >= 840 && minutes < 1_080)) return from;
    if (minutes < 840) return new Date(`${day}T14:00:00Z`);
    return new Date(Date.parse(`${day}T06:30:00Z`) + 24 * 3_600_000);
  };

  it.each([
    ['two hours in the afternoon', '2026-12-01T14:10:00Z', '2026-12-01T14:10:00.000Z', '2026-12-01T16:10:00.000Z'],
    [
      'until the morning when it would end at night',
      '2026-12-01T17:30:00Z',
      '2026-12-01T17:30:00.000Z',
      '2026-12-02T07:00:00.000Z',
    ],
    [
      'from the morning when it is night',
      '2026-12-01T22:00:00Z',
      '2026-12-02T06:30:00.000Z',
      '2026-12-02T14:30:00.000Z',
    ],
    ['until an hour before it begins', '2026-12-03T06:40:00Z', '2026-12-03T06:40:00.000Z', '2026-12-03T13:00:00.000Z'],
  ])('is %s', async (_, now, from, until) => {
    const hold = await holdFor(begins, new Date(now), good);
    expect([hold?.from.toISOString(), hold?.until.toISOString()]).toEqual([from, until]);
  });

  it('is nothing when there is no good moment before it', async () => {
    expect(await holdFor(begins, new Date('2026-12-03T09:00:00Z'), good)).toBeNull();
  });
});

describe('the weekly post', () => {
  it('tells how many slots there were, how many were taken and how many wait, and never who', async () => {
    await rig.addHour(supervisor(0));
    await rig.addHour(supervisor(2), { where: rig.circleId('Zuid') });
    await take(teacher(0), 0);
    await rig.submit(supervisor(2), { action: 'contact-hour.away', data: {} }, { day: '2026-12-08', why: 'off' });
    const post = async (week: string) => JSON.stringify(await rig.all.weekPost(week, 'nl'));
    expect(await post('2026-W49')).toContain('8 momenten aangeboden, 1 gekozen."');
    await prisma().contactHourWaiting.create({
      data: { teacherId: teacher(1).id, since: new Date('2026-12-01T10:00:00Z') },
    });
    expect(await post('2026-W49')).toContain('8 momenten aangeboden, 1 gekozen. Op de wachtlijst: 1."');
    expect(await post('2026-W50')).toContain('4 momenten aangeboden, 0 gekozen');
    expect(await post('2026-W52')).not.toContain('momenten');
    expect(await post('2026-W49')).not.toMatch(/Naam|Yvonne|Noord|Zuid/);
  });
});
