import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import ICAL from 'ical.js';
import { z } from 'zod';
import { renderMessage } from '../../../src/platforms/slack/render.ts';
import { secretsWith } from '../../../src/secrets/seal.ts';
import { listen, stopListening } from '../../listen.ts';
import { waitUntil } from '../../wait-until.ts';
import { type Actor, nth, textOf, viewOf } from '../intervention/intervention-rig.ts';
import {
  addressOf,
  contactHours,
  dataOf,
  labelsIn,
  PAGES,
  type Rig,
  slotsIn,
  TAKE,
  THURSDAY,
} from './contact-hour-rig.ts';

const CANCEL = 'contact-hour.cancel';

const { open, prisma, teacher, supervisor, offered } = contactHours();
let rig: Rig;
beforeEach(async () => {
  rig = await open();
});

async function waitingStatements(): Promise<number> {
  const rows = await prisma().$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows.length;
}
const live = () => prisma().appointment.findMany({ where: { endedAt: null }, orderBy: { begins: 'asc' } });

describe('a supervisor', () => {
  it('sets a weekly hour, sees it, and ends it', async () => {
    expect(await rig.type(supervisor(0), 'uren')).toMatchObject({ kind: 'say' });
    expect(await rig.addHour(supervisor(0))).toMatchObject({ kind: 'close' });
    const shown = await rig.type(supervisor(0), 'uren');
    expect(textOf(shown)).toContain('Elke dinsdag van 15:00 tot 16:00, 15 minuten per gesprek');
    expect(textOf(shown)).toContain('hele kring Noord · Lokaal 3');
    await rig.tap(supervisor(0), 'contact-hour.remove', nth(dataOf(shown, 'contact-hour.remove'), 0));
    expect(textOf(await rig.type(supervisor(0), 'uren'))).toContain('Je hebt nog geen uren ingesteld');
  });

  it('sees a dozen hours at a time, each with a way to end it, and always everything else that they can do', async () => {
    const { id: hourId, ...hour } = await rig
      .addHour(supervisor(0))
      .then(() => prisma().contactHour.findFirstOrThrow());
    const others = Array.from({ length: 15 }, (_, index) => {
      const day = new Date(Date.parse('2027-03-01') + index * 86_400_000);
      return { ...hour, firstDay: day, lastDay: day };
    });
    await prisma().contactHour.createMany({ data: others });
    const first = await rig.type(supervisor(0), 'uren');
    const drawn = (reply: typeof first) => {
      const { blocks } = renderMessage(viewOf(reply));
      expect(blocks.length).toBeLessThanOrEqual(50);
      return JSON.stringify(blocks.filter(({ type }) => type === 'actions'));
    };
    expect(dataOf(first, 'contact-hour.remove')).toHaveLength(12);
    expect(drawn(first)).toMatch(/Nog 4 tonen.*Vandaag ziek/);
    const rest = await rig.tap(supervisor(0), 'contact-hour.hours', nth(dataOf(first, 'contact-hour.hours'), 0));
    expect(dataOf(rest, 'contact-hour.remove')).toHaveLength(4);
    expect(drawn(rest)).toMatch(/Terug naar het begin.*Vandaag ziek/);
    expect([...dataOf(first, 'contact-hour.remove'), ...dataOf(rest, 'contact-hour.remove')]).toContainEqual({
      hour: hourId,
    });
    expect(
      dataOf(await rig.tap(supervisor(0), 'contact-hour.hours', { from: '900' }), 'contact-hour.remove'),
    ).toHaveLength(12);
  });

  it.each([
    ['of another circle', () => ({ where: rig.circleId('Zuid') }), 'where', 'van jezelf'],
    ['of a made-up circle', () => ({ where: randomUUID() }), 'where', 'van jezelf'],
    ['that is shorter than a slot', () => ({ ends: '15:10' }), 'ends', 'geen heel gesprek'],
    ['that ends before it begins', () => ({ ends: '14:00' }), 'ends', 'geen heel gesprek'],
    ['at night', () => ({ begins: '03:00' }), 'begins', 'tussen 07:00 en 21:00'],
    ['of slots of another length', () => ({ slotMinutes: '1' }), 'slotMinutes', 'Vul dit in'],
    ['that ends before its first day', () => ({ lastDay: '2026-11-20' }), 'lastDay', 'vóór de eerste dag'],
    ['without a day', () => ({ weekday: [] }), 'weekday', 'Vul dit in'],
    ['without a place', () => ({ place: [] }), 'place', 'Vul dit in'],
  ])('is told what is wrong about an hour %s', async (_, values, field, text) => {
    const reply = await rig.addHour(supervisor(0), values());
    expect(reply).toMatchObject({ kind: 'errors', fields: { [field]: expect.stringContaining(text) } });
    expect(await prisma().contactHour.count()).toBe(0);
  });

  it('cannot have two hours at once', async () => {
    await rig.addHour(supervisor(0));
    const reply = await rig.addHour(supervisor(0), { begins: '15:30', ends: '16:30' });
    expect(reply).toMatchObject({ kind: 'errors', fields: { begins: 'Je hebt dan al een contactuurtje.' } });
    expect(await rig.addHour(supervisor(0), { begins: '16:00', ends: '16:30' })).toMatchObject({ kind: 'close' });
  });

  it('cannot end somebody else’s hour, and teachers cannot set any', async () => {
    await rig.addHour(supervisor(0));
    const { id } = await prisma().contactHour.findFirstOrThrow();
    await rig.tap(supervisor(1), 'contact-hour.remove', { hour: id });
    expect(await prisma().contactHour.count({ where: { removedAt: null } })).toBe(1);
    expect(textOf(await rig.addHour(teacher(0)))).toContain('Uren instellen is voor begeleiders');
    expect(await prisma().contactHour.count()).toBe(1);
  });
});

describe('a teacher', () => {
  it('books in two taps: open, and choose', async () => {
    await rig.addHour(supervisor(0));
    const opened = await rig.tap(teacher(0), 'contact-hour.open', {});
    // The supervisor's name is shown once, because a telephone cuts long buttons off.
    expect(slotsIn(opened)[0]).toBe('di 1 dec · 15:00–15:15');
    expect(textOf(opened)).toContain('Kies een moment bij Yvonne. Eén tik is genoeg.');
    expect(slotsIn(opened)).toHaveLength(6);
    const booked = textOf(await rig.tap(teacher(0), TAKE, nth(dataOf(opened, TAKE), 0)));
    expect(booked).toContain('Je staat genoteerd: dinsdag 1 december van 15:00 tot 15:15, bij Yvonne.');
    expect(booked).toContain('Lokaal 3');
    expect(await live()).toMatchObject([{ teacherId: teacher(0).id, begins: new Date('2026-12-01T14:00:00Z') }]);
  });

  it('reads that they already have an appointment then, and not that somebody else was first', async () => {
    await rig.addHour(supervisor(0));
    await rig.addHour(supervisor(1));
    const [first, second] = dataOf(await rig.type(teacher(0), 'contactuurtje'), TAKE);
    await rig.tap(teacher(0), TAKE, first ?? {});
    expect(textOf(await rig.tap(teacher(0), TAKE, second ?? {}))).toContain('Je hebt op dat moment al een afspraak.');
    await rig.tap(teacher(1), TAKE, second ?? {});
    expect(textOf(await rig.tap(teacher(2), TAKE, second ?? {}))).toContain('Dat moment is net weg.');
  });

  it('opens the address of an online talk, which is not shown as text', async () => {
    await rig.addHour(supervisor(0), { place: 'https://meet.example/kring' });
    const booked = await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const blocks = booked.kind === 'replace' ? booked.view.blocks : [];
    expect(blocks).toContainEqual({
      kind: 'link',
      label: 'Op afstand: open de link',
      url: 'https://meet.example/kring',
    });
    expect(blocks).not.toContainEqual(expect.objectContaining({ kind: 'facts' }));
  });

  it('sees their bookings on the home page, and nobody else does', async () => {
    await rig.addHour(supervisor(0));
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const line = 'Contactuurtje bij Yvonne: dinsdag 1 december om 15:00';
    expect(textOf(await rig.type(teacher(0), 'home'))).toContain(line);
    expect(textOf(await rig.type(teacher(1), 'home'))).not.toContain('Contactuurtje bij');
  });

  it('sees more moments, including those of all supervisors who share an hour', async () => {
    await rig.addHour(supervisor(0));
    await rig.addHour(supervisor(1));
    const first = await rig.type(teacher(0), 'contactuurtje');
    expect(slotsIn(first).slice(0, 2)).toEqual([
      expect.stringMatching(/15:00 · (Yvonne|Zeynep)/),
      expect.stringMatching(/15:00 · (Yvonne|Zeynep)/),
    ]);
    const more = await rig.tap(teacher(0), 'contact-hour.look', nth(dataOf(first, 'contact-hour.look'), 0));
    expect(slotsIn(more)).toHaveLength(6);
    expect(slotsIn(more)[0]).toContain('di 1 dec · 15:45');
  });

  it('reads first names on the buttons of several supervisors, because a telephone cuts longer ones off', async () => {
    const names = ['Annemarieke van der Heuvel-Janssen', 'Zeynep Yildirim'];
    for (const [index, name] of names.entries()) {
      await rig.addHour(supervisor(index));
      await prisma().person.update({ where: { id: supervisor(index).id }, data: { name } });
    }
    const labels = async () =>
      slotsIn(await rig.type(teacher(0), 'contactuurtje'))
        .slice(0, 2)
        .sort();
    expect(await labels()).toEqual(['di 1 dec · 15:00 · Annemarieke', 'di 1 dec · 15:00 · Zeynep']);
    await prisma().person.update({ where: { id: supervisor(1).id }, data: { name: 'Annemarieke Bos' } });
    expect(await labels()).toEqual(['di 1 dec · 15:00 · Annemarieke B.', 'di 1 dec · 15:00 · Annemarieke H.']);
  });

  it('sees nothing in the holidays of their own school, and nothing of another circle or school', async () => {
    const { id } = await prisma().school.findFirstOrThrow({ where: { name: 'School Zuid' } });
    await rig.addHour(supervisor(2), { where: id, firstDay: '2026-12-15' });
    const noord = await rig.type(teacher(0), 'contactuurtje');
    expect(textOf(noord)).toContain('nu geen contactuurtjes voor jouw school');
    const seen = slotsIn(await rig.type(teacher(3), 'contactuurtje'));
    // Christmas is from 19 December to 3 January.
    expect(seen.map((label) => label.slice(0, 9))).toEqual([
      ...Array(4).fill('di 15 dec'),
      ...Array(2).fill('di 5 jan '),
    ]);
  });

  it('gets an offer of a slot after a check-in only when there are hours, and the offer is the same for everybody', async () => {
    const thanks = () => rig.all.thanks({ id: teacher(0).id, language: 'nl' }).then((blocks) => JSON.stringify(blocks));
    expect(await thanks()).not.toContain('Kies een contactuurtje');
    await rig.addHour(supervisor(0));
    expect(await thanks()).toContain('Kies een contactuurtje');
  });

  it('gets one appointment however often the slot is tapped, also at once', async () => {
    await rig.addHour(supervisor(0));
    const slot = nth(await offered(teacher(0)), 0);
    const replies = await Promise.all([1, 2, 3, 4, 5].map(() => rig.tap(teacher(0), TAKE, slot)));
    replies.push(await rig.tap(teacher(0), TAKE, slot));
    for (const reply of replies) expect(textOf(reply)).toContain('Je staat genoteerd: dinsdag 1 december');
    expect(await live()).toHaveLength(1);
  });

  const ENOUGH = 'Je hebt al drie afspraken.';

  it('has three appointments at most, and reads what to do for another one', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    for (const slot of slots.slice(0, 2)) await rig.tap(teacher(0), TAKE, slot);
    expect(textOf(await rig.tap(teacher(0), TAKE, nth(slots, 2)))).not.toContain(ENOUGH);
    const fourth = await rig.tap(teacher(0), TAKE, nth(slots, 3));
    expect(textOf(fourth)).toContain(ENOUGH);
    expect(textOf(fourth)).not.toContain('Dat moment is net weg');
    expect(slotsIn(fourth)).toEqual([]);
    expect(await live()).toHaveLength(3);
    // Nor does anybody get on a waiting list for what they could not take.
    const waits = await rig.tap(teacher(0), 'contact-hour.wait', { answer: 'yes' });
    expect(textOf(waits)).toContain(ENOUGH);
    expect(await prisma().contactHourWaiting.count()).toBe(0);
    // One of the three can still be moved, and a cancelled one leaves room.
    const [first] = await live();
    const elsewhere = await rig.tap(teacher(0), 'contact-hour.look', { from: '0', moving: first?.id ?? '' });
    expect(slotsIn(elsewhere)).toHaveLength(6);
    expect(textOf(await rig.tap(teacher(0), TAKE, nth(dataOf(elsewhere, TAKE), 1)))).toContain('Verzet.');
    await rig.tap(teacher(0), CANCEL, { appointment: first?.id ?? '' });
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    expect(await live()).toHaveLength(3);
    // Past appointments do not count.
    rig.clock.now = new Date('2027-02-01T12:00:00Z');
    expect(slotsIn(await rig.type(teacher(0), 'contactuurtje'))).toHaveLength(6);
  });

  it('does not wait for an import that changes people', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    const told: string[] = [];
    await prisma().$transaction(async (transaction) => {
      await transaction.person.updateMany({ data: { name: 'Anders' } });
      const booking = rig.tap(teacher(0), TAKE, nth(slots, 0)).then((reply) => void told.push(textOf(reply)));
      // Statements that wait for a lock wait for this transaction.
      await waitUntil(async () => told.length > 0 || (await waitingStatements()) > 0);
      expect(told).toEqual([expect.stringContaining('Je staat genoteerd')]);
      await booking;
    });
  });

  it('has three at most also when many slots are tapped at once', async () => {
    await rig.addHour(supervisor(0));
    await rig.addHour(supervisor(1), { weekday: '4' });
    const first = await rig.type(teacher(0), 'contactuurtje');
    const more = await rig.tap(teacher(0), 'contact-hour.look', { from: '6' });
    const slots = [...dataOf(first, TAKE), ...dataOf(more, TAKE)];
    const replies = await Promise.all(slots.map((slot) => rig.tap(teacher(0), TAKE, slot)));
    expect(await live()).toHaveLength(3);
    expect(replies.filter((reply) => textOf(reply).includes(ENOUGH))).toHaveLength(slots.length - 3);
    // Nobody else loses anything by it.
    await rig.tap(teacher(1), TAKE, nth(await offered(teacher(1)), 0));
    expect(await live()).toHaveLength(4);
  });

  it('has three at most including slots held for them, which stay held until they give one up', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    for (const slot of slots.slice(0, 2)) await rig.tap(teacher(0), TAKE, slot);
    const { hourId, supervisorId } = nth(await live(), 0);
    const held = { hourId, supervisorId, teacherId: teacher(0).id, createdAt: THURSDAY, offered: true };
    const times = { begins: new Date('2026-12-15T14:00:00Z'), ends: new Date('2026-12-15T14:15:00Z') };
    const heldUntil = new Date('2026-11-30T12:00:00Z');
    const { id } = await prisma().appointment.create({ data: { ...held, ...times, heldUntil } });
    const accept = () => rig.tap(teacher(0), 'contact-hour.accept', { appointment: id });
    // Both at once: whichever is first, the other is refused.
    await Promise.all([accept(), rig.tap(teacher(0), TAKE, nth(slots, 2))]);
    expect((await live()).filter((each) => each.heldUntil === null)).toHaveLength(3);
    await prisma().appointment.updateMany({ where: { id }, data: { heldUntil } });
    await rig.tap(teacher(0), TAKE, nth(slots, 2));
    const refused = textOf(await accept());
    expect(refused).toContain(ENOUGH);
    expect(refused).not.toContain('niet meer voor je vastgehouden');
    expect(await live()).toHaveLength(4);
    const [first] = await live();
    await rig.tap(teacher(0), CANCEL, { appointment: first?.id ?? '' });
    expect(textOf(await accept())).toContain('Je staat genoteerd: dinsdag 15 december');
  });

  it('does not get a slot back from a repeated delivery after they cancelled it', async () => {
    await rig.addHour(supervisor(0));
    const slot = nth(await offered(teacher(0)), 0);
    const delivery = randomUUID();
    await rig.tap(teacher(0), TAKE, slot, delivery);
    const [booked] = await live();
    rig.clock.now = new Date(THURSDAY.getTime() + 1_000);
    await rig.tap(teacher(0), CANCEL, { appointment: booked?.id ?? '' });
    const again = await rig.tap(teacher(0), TAKE, slot, delivery);
    expect(slotsIn(again)).toHaveLength(6);
    expect(await live()).toEqual([]);
    // When they choose it again, it is theirs again.
    await rig.tap(teacher(0), TAKE, nth(dataOf(again, TAKE), 0));
    expect(await live()).toHaveLength(1);
  });

  it('can cancel and move until an hour before, and not later', async () => {
    await rig.addHour(supervisor(0));
    await rig.addHour(supervisor(1), { weekday: '4' });
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const before = nth(await live(), 0);
    await rig.submit(
      teacher(0),
      { action: 'contact-hour.topic', data: { appointment: before.id } },
      { topic: 'Hulp bij rekenen' },
    );
    const choices = await rig.tap(teacher(0), 'contact-hour.look', { from: '0', moving: before.id });
    const toOther = nth(slotsIn(choices), 3);
    expect(toOther).toContain('do 3 dec · 15:00 · Zeynep');
    const moved = await rig.tap(teacher(0), TAKE, nth(dataOf(choices, TAKE), 3));
    expect(textOf(moved)).toContain('donderdag 3 december van 15:00 tot 15:15, bij Zeynep');
    expect(textOf(moved)).toContain('ging niet mee naar de andere begeleider');
    expect(await live()).toMatchObject([{ id: before.id, sequence: 1, sealedTopic: null }]);

    rig.clock.now = new Date('2026-12-03T13:00:01Z');
    const late = await rig.tap(teacher(0), CANCEL, { appointment: before.id });
    expect(textOf(late)).toContain('te kort van tevoren');
    await rig.tap(teacher(0), TAKE, { ...nth(dataOf(choices, TAKE), 5), moving: before.id });
    expect(await live()).toMatchObject([{ id: before.id, sequence: 1 }]);
    const tooLate = await rig.tap(teacher(0), 'contact-hour.look', { from: '0', moving: before.id });
    expect(textOf(tooLate)).toContain('Deze afspraak kun je niet meer verzetten');
    const over = await rig.tap(teacher(1), TAKE, nth(dataOf(choices, TAKE), 0));
    expect(textOf(over)).toContain('Dat moment is al geweest');
    rig.clock.now = new Date('2026-12-03T13:00:00Z');
    const cancelled = textOf(await rig.tap(teacher(0), CANCEL, { appointment: before.id }));
    expect(cancelled).toContain('is afgezegd. Je begeleider ziet het ook');
    expect(await live()).toEqual([]);
  });

  it('keeps the old appointment when the new slot has just gone', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    await rig.tap(teacher(0), TAKE, nth(slots, 0));
    await rig.tap(teacher(1), TAKE, nth(slots, 1));
    const mine = nth(await live(), 0);
    const reply = await rig.tap(teacher(0), TAKE, { ...nth(slots, 1), moving: mine.id });
    expect(textOf(reply)).toContain('Dat moment is net weg');
    expect(slotsIn(reply)).toHaveLength(6);
    expect((await live()).map(({ teacherId, sequence }) => [teacherId, sequence])).toEqual([
      [teacher(0).id, 0],
      [teacher(1).id, 0],
    ]);
  });

  it('cannot touch an appointment of somebody else', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    await rig.tap(teacher(0), TAKE, nth(slots, 0));
    const { id } = nth(await live(), 0);
    await rig.tap(teacher(1), CANCEL, { appointment: id });
    await rig.tap(teacher(1), TAKE, { ...nth(slots, 2), moving: id });
    const topic = { action: 'contact-hour.topic', data: { appointment: id } };
    expect(await rig.submit(teacher(1), topic, { topic: 'x' })).toMatchObject({
      note: 'Deze afspraak is er niet meer.',
    });
    expect(textOf(await rig.tap(teacher(1), topic.action, topic.data))).toContain('is er niet meer');
    expect(await live()).toMatchObject([{ id, teacherId: teacher(0).id, sealedTopic: null, sequence: 0 }]);
  });
});

describe('slot data that comes with a tap', () => {
  const forgeries: readonly [string, () => Promise<Record<string, string>>][] = [
    ['of the past', async () => ({ ...(await firstSlot()), at: '2026-11-24T14:00:00.000Z' })],
    ['between two slots', async () => ({ ...(await firstSlot()), at: '2026-12-01T14:05:00.000Z' })],
    ['on another day', async () => ({ ...(await firstSlot()), at: '2026-12-02T14:00:00.000Z' })],
    ['in a holiday', async () => ({ ...(await firstSlot()), at: '2026-12-22T14:00:00.000Z' })],
    ['in years', async () => ({ ...(await firstSlot()), at: '2031-12-02T14:00:00.000Z' })],
    ['of a made-up hour', async () => ({ ...(await firstSlot()), hour: randomUUID() })],
    ['that is no slot', async () => ({ hour: 'x', at: 'yesterday' })],
    [
      'of another circle',
      async () => {
        await rig.addHour(supervisor(2), { where: rig.circleId('Zuid') });
        return nth(await offered(teacher(3)), 0);
      },
    ],
  ];
  const firstSlot = async () => nth(await offered(teacher(0)), 0);

  it.each(forgeries)('is not trusted when it is %s, and the free slots are shown', async (_, forge) => {
    await rig.addHour(supervisor(0));
    const reply = await rig.tap(teacher(0), TAKE, await forge());
    expect(slotsIn(reply)).toHaveLength(6);
    expect(await live()).toEqual([]);
  });

  it('is refused when its hour was ended meanwhile, whichever comes first', async () => {
    for (let round = 0; round < 5; round += 1) {
      await rig.addHour(supervisor(0));
      const hour = await prisma().contactHour.findFirstOrThrow({ where: { removedAt: null } });
      const slots = await offered(teacher(0));
      await Promise.all([
        rig.tap(supervisor(0), 'contact-hour.remove', { hour: hour.id }),
        rig.tap(teacher(0), TAKE, nth(slots, 0)),
        rig.tap(teacher(1), TAKE, nth(slots, 1)),
      ]);
      expect(await live()).toEqual([]);
      expect(textOf(await rig.type(teacher(0), 'contactuurtje'))).toContain('nu geen contactuurtjes');
    }
  });

  it('is refused when its supervisor serves another circle now', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    await prisma().personCircle.updateMany({
      where: { personId: supervisor(0).id },
      data: { circleId: rig.circleId('Zuid') },
    });
    await rig.tap(teacher(0), TAKE, nth(slots, 0));
    expect(await live()).toEqual([]);
  });

  it('is refused when its supervisor is about to leave, and accepted again when they stay; earlier bookings remain', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    await rig.tap(teacher(1), TAKE, nth(slots, 1));
    const leaving = (staysAt: Date | null) =>
      prisma().person.update({ where: { id: supervisor(0).id }, data: { missingSince: rig.clock.now, staysAt } });
    const thanks = () => rig.all.thanks({ id: teacher(0).id, language: 'nl' }).then((blocks) => JSON.stringify(blocks));
    await leaving(null);
    await rig.tap(teacher(0), TAKE, nth(slots, 0));
    expect(textOf(await rig.type(teacher(0), 'contactuurtje'))).toContain('nu geen contactuurtjes');
    expect(await thanks()).not.toContain('Kies een contactuurtje');
    expect(await live()).toMatchObject([{ teacherId: teacher(1).id }]);
    await leaving(rig.clock.now);
    expect(await offered(teacher(0))).not.toEqual([]);
    expect(await thanks()).toContain('Kies een contactuurtje');
  });
});

describe('many who tap one slot', () => {
  it('on both platforms at once: one gets it, everybody else sees the free slots at once, and nobody sees an error', async () => {
    await rig.addHour(supervisor(0));
    const slot = nth(await offered(teacher(0)), 0);
    const all = [teacher(0), teacher(1), teacher(2)];
    const replies = await Promise.all(all.map((each) => rig.tap(each, TAKE, slot)));
    const winners = replies.filter((reply) => textOf(reply).includes('Je staat genoteerd'));
    const others = replies.filter((reply) => textOf(reply).includes('Dat moment is net weg'));
    expect([winners.length, others.length]).toEqual([1, 2]);
    for (const reply of others) {
      expect(slotsIn(reply)).toHaveLength(6);
      expect(slotsIn(reply)[0]).toContain('15:15–15:30');
    }
    expect(await live()).toHaveLength(1);
  });

  it('does not offer a slot as free that the person who was too late has themselves', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    await rig.tap(teacher(0), TAKE, nth(slots, 0));
    await rig.tap(teacher(1), TAKE, nth(slots, 1));
    const late = textOf(await rig.tap(teacher(0), TAKE, nth(slots, 1)));
    const own = late.indexOf('Je staat genoteerd');
    expect(late.slice(0, own)).toContain('Dat moment is net weg.');
    expect(late.slice(0, own)).not.toContain('vrij');
    expect(late.slice(own)).toContain('Kies een moment');
  });

  it('tells only once that nothing else is free', async () => {
    await rig.addHour(supervisor(0), { ends: '15:15', lastDay: '2026-12-01' });
    const slot = nth(await offered(teacher(0)), 0);
    await rig.tap(teacher(0), TAKE, slot);
    const late = textOf(await rig.tap(teacher(1), TAKE, slot));
    expect(late).toContain('Dat moment is net weg.');
    expect(late.match(/geen (?:ander )?moment vrij/g)).toHaveLength(1);
  });

  it('is refused by the database itself', async () => {
    await rig.addHour(supervisor(0));
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const { hourId, supervisorId, begins, ends } = nth(await live(), 0);
    const also = { hourId, supervisorId, teacherId: teacher(1).id, begins, ends, createdAt: THURSDAY };
    await expect(prisma().appointment.create({ data: also })).rejects.toThrow('Appointment_supervisor_once');
    const elsewhere = { ...also, supervisorId: supervisor(1).id, teacherId: teacher(0).id };
    await expect(prisma().appointment.create({ data: elsewhere })).rejects.toThrow('Appointment_teacher_once');
  });
});

describe('a topic', () => {
  it('whose key is gone is reported as unreadable, to both and in exports, until another one is given', async () => {
    await rig.addHour(supervisor(0));
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const { id } = nth(await live(), 0);
    const sealedTopic = secretsWith([{ id: 'gone', key: Buffer.alloc(32, 9) }]).seal('Een geheim');
    await prisma().appointment.update({ where: { id }, data: { sealedTopic } });
    const unreadable = '(dit kan niet meer gelezen worden)';
    const read = () => rig.tap(supervisor(0), 'contact-hour.read-topic', { appointment: id }).then(textOf);
    expect(await read()).toContain(unreadable);
    const dialog = await rig.tap(teacher(0), 'contact-hour.topic', { appointment: id });
    expect(textOf(dialog)).toContain(`${unreadable} Dit hoeft niet.`);
    expect(JSON.stringify(await rig.features.export({ id: teacher(0).id, language: 'nl' }))).toContain(unreadable);
    const topic = { action: 'contact-hour.topic', data: { appointment: id } };
    await rig.submit(teacher(0), topic, { topic: 'Hulp bij rekenen' });
    expect(await read()).toContain('Hulp bij rekenen');
  });

  it('is sealed, and read by that supervisor and its teacher only', async () => {
    await rig.addHour(supervisor(0));
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const { id } = nth(await live(), 0);
    const opened = await rig.tap(teacher(0), 'contact-hour.topic', { appointment: id });
    expect(textOf(opened)).toContain('Noem geen namen van leerlingen');
    const dialog = { action: 'contact-hour.topic', data: { appointment: id } };
    await rig.submit(teacher(0), dialog, { topic: 'Hulp bij rekenen' });
    expect(nth(await live(), 0).sealedTopic).toMatch(/^v1\./);
    const read = (actor: Actor) => rig.tap(actor, 'contact-hour.read-topic', { appointment: id }).then(textOf);
    expect(await read(supervisor(0))).toContain('Hulp bij rekenen');
    for (const other of [supervisor(1), supervisor(2), teacher(1)]) {
      expect(await read(other)).not.toContain('Hulp bij rekenen');
    }
    const agenda = await rig.type(supervisor(0), 'agenda');
    expect(textOf(agenda)).toContain('15:00–15:15 · Naam Noord-0');
    expect(textOf(agenda)).not.toContain('Hulp bij rekenen');
    const exported = await rig.features.export({ id: teacher(0).id, language: 'nl' });
    expect(JSON.stringify(exported)).toContain('Hulp bij rekenen');
    expect(await rig.submit(teacher(0), dialog, { topic: 'x'.repeat(501) })).toMatchObject({
      kind: 'errors',
      fields: { topic: 'Dat is te lang: maak er 500 tekens van.' },
    });
    await rig.submit(teacher(0), dialog, {});
    expect(nth(await live(), 0).sealedTopic).toBeNull();
  });

  it('is deleted with an appointment that is cancelled, and the supervisor cannot read it any more', async () => {
    await rig.addHour(supervisor(0));
    await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    const { id } = nth(await live(), 0);
    await rig.submit(
      teacher(0),
      { action: 'contact-hour.topic', data: { appointment: id } },
      { topic: 'Hulp bij rekenen' },
    );
    const read = () => rig.tap(supervisor(0), 'contact-hour.read-topic', { appointment: id }).then(textOf);
    expect(await read()).toContain('Hulp bij rekenen');
    await rig.tap(teacher(0), 'contact-hour.cancel', { appointment: id });
    expect(await read()).not.toContain('Hulp bij rekenen');
    expect(await prisma().appointment.findUnique({ where: { id } })).toMatchObject({ sealedTopic: null });
  });

  it('is deleted with the person, and so is the appointment', async () => {
    await rig.addHour(supervisor(0));
    const slots = await offered(teacher(0));
    await rig.tap(teacher(0), TAKE, nth(slots, 0));
    await prisma().person.delete({ where: { id: teacher(0).id } });
    expect(await prisma().appointment.count()).toBe(0);
  });
});

describe('in calendars', () => {
  const event = z.object({ uid: z.string(), summary: z.string(), location: z.string() });

  /** Fetches an address of ours. */
  async function answered(address: string, method = 'GET') {
    const app = express();
    for (const route of rig.features.routes) app.use(route);
    const server = app.listen(0, '127.0.0.1');
    const url = await listen(server);
    const response = await fetch(address.replace('https://polsslag.example', url), { method });
    const { status, headers } = response;
    const body = await response.text();
    await stopListening(server);
    return { status, headers, body };
  }

  /** The same, read by another library than the one that wrote it. */
  async function read(address: string) {
    const { status: found, body } = await answered(address);
    if (found !== 200) return { status: found, events: [] };
    const calendar = new ICAL.Component(ICAL.parse(body));
    const events = calendar.getAllSubcomponents('vevent').map((component) => {
      const found = new ICAL.Event(component);
      const status = component.getFirstPropertyValue('status');
      const { uid, summary, location } = event.parse(found);
      const [begins, ends] = [found.startDate.toJSDate(), found.endDate.toJSDate()];
      return { uid, summary, location, begins, ends, sequence: found.sequence, status };
    });
    return { status: 200, events };
  }

  async function booked() {
    await rig.addHour(supervisor(0));
    const reply = await rig.tap(teacher(0), TAKE, nth(await offered(teacher(0)), 0));
    return { reply, appointment: nth(await live(), 0) };
  }
  const feedOf = async (actor: Actor) => {
    const shown = textOf(await rig.tap(actor, 'contact-hour.feed', {}));
    return /https:[^"\\]+\.ics/.exec(shown)?.[0] ?? '';
  };

  it('is a file, and a link for Outlook and for Google, without the topic', async () => {
    const { reply, appointment } = await booked();
    const dialog = { action: 'contact-hour.topic', data: { appointment: appointment.id } };
    await rig.submit(teacher(0), dialog, { topic: 'Hulp bij rekenen' });
    expect(labelsIn(reply)).toEqual(['Onderwerp opgeven', 'In mijn agenda', 'Verzetten', 'Afzeggen']);
    const shown = await rig.tap(teacher(0), 'contact-hour.calendar', { appointment: appointment.id });
    expect(labelsIn(shown)).toEqual(['Outlook', 'Google Agenda', 'Agendabestand', 'Alle afspraken']);
    expect(await read(addressOf(shown, 'Agendabestand'))).toEqual({
      status: 200,
      events: [
        {
          uid: `${appointment.id}@polsslag`,
          summary: 'Contactuurtje met Yvonne',
          location: 'Lokaal 3',
          begins: new Date('2026-12-01T14:00:00Z'),
          ends: new Date('2026-12-01T14:15:00Z'),
          sequence: 0,
          status: 'CONFIRMED',
        },
      ],
    });
    const outlook = new URL(addressOf(shown, 'Outlook'));
    expect(outlook.searchParams.get('startdt')).toBe('2026-12-01T14:00:00.000Z');
    const google = new URL(addressOf(shown, 'Google Agenda'));
    expect(google.searchParams.get('dates')).toBe('20261201T140000Z/20261201T141500Z');
    expect(textOf(shown)).not.toContain('rekenen');
    const other = await rig.tap(teacher(1), 'contact-hour.calendar', { appointment: appointment.id });
    expect(textOf(other)).toContain('Deze afspraak is er niet meer.');
  });

  it('a feed shows moves and cancellations, to both', async () => {
    const { appointment } = await booked();
    const [hers, theirs] = [await feedOf(teacher(0)), await feedOf(supervisor(0))];
    const uid = `${appointment.id}@polsslag`;
    const summary = 'Contactuurtje: Naam Noord-0';
    expect(await read(theirs)).toMatchObject({ events: [{ uid, summary, sequence: 0, status: 'CONFIRMED' }] });
    await rig.tap(teacher(0), TAKE, { ...nth(await offered(teacher(0)), 1), moving: appointment.id });
    for (const address of [hers, theirs]) {
      const begins = new Date('2026-12-01T14:30:00Z');
      expect(await read(address)).toMatchObject({ events: [{ uid, begins, sequence: 1, status: 'CONFIRMED' }] });
    }
    await rig.tap(teacher(0), CANCEL, { appointment: appointment.id });
    for (const address of [hers, theirs]) {
      expect(await read(address)).toMatchObject({ events: [{ uid, sequence: 2, status: 'CANCELLED' }] });
    }
  });

  const fileOf = async (actor: Actor, appointment: string) =>
    addressOf(await rig.tap(actor, 'contact-hour.calendar', { appointment }), 'Agendabestand');

  it('an address that is renewed, altered or somebody else’s opens nothing', async () => {
    const { appointment } = await booked();
    const [feed, file] = [await feedOf(teacher(0)), await fileOf(teacher(0), appointment.id)];
    const [, feedProof = ''] = /([^/]+)[.]ics$/.exec(feed) ?? [];
    const [, fileProof = ''] = /([^/]+)[.]ics$/.exec(file) ?? [];
    for (const address of [feed, file]) expect((await read(address)).status).toBe(200);
    const attempts = [
      feed.replace(teacher(0).id, supervisor(0).id),
      feed.replace(teacher(0).id, teacher(1).id),
      feed.replace(teacher(0).id, randomUUID()),
      feed.replace('.ics', 'x.ics'),
      feed.replace(feedProof, ''),
      feed.replace(feedProof, fileProof),
      feed.replace(feedProof, feedProof.slice(0, -1)),
      feed.replace(feedProof, 'A'.repeat(10_000)),
      feed.replace(feedProof, '%00'),
      feed.replace(teacher(0).id, '%00'),
      feed.replace(teacher(0).id, "'%3B--"),
      feed.replace(teacher(0).id, '%F0%9F%98%80'),
      feed.replace(teacher(0).id, '..%2F..'),
      file.replace(fileProof, feedProof),
      file.replace(teacher(0).id, supervisor(0).id),
      file.replace(appointment.id, randomUUID()),
      file.replace(appointment.id, '%00'),
      PAGES.address('/calendars/x/y.ics'),
      PAGES.address(`/calendars/${teacher(0).id}/.ics`),
      PAGES.address(`/calendars/${teacher(0).id}`),
    ];
    expect(await Promise.all(attempts.map(async (each) => (await read(each)).status))).toEqual(attempts.map(() => 404));
    // Somebody else's own address shows nothing of this one.
    expect((await read(await feedOf(teacher(1)))).events).toEqual([]);
    const renewed = await rig.submit(teacher(0), { action: 'contact-hour.renew-feed', data: {} }, {});
    expect(textOf(renewed)).toContain('Het oude werkt niet meer');
    for (const address of [feed, file]) expect((await read(address)).status).toBe(404);
    for (const address of [await feedOf(teacher(0)), await fileOf(teacher(0), appointment.id)]) {
      expect((await read(address)).status).toBe(200);
    }
    expect(JSON.stringify(await prisma().calendarFeed.findMany())).not.toContain(feedProof);
  });

  it('answers may not be cached, name nobody but the two, and contain no topic', async () => {
    const { appointment } = await booked();
    const dialog = { action: 'contact-hour.topic', data: { appointment: appointment.id } };
    await rig.submit(teacher(0), dialog, { topic: 'Hulp bij rekenen' });
    await rig.tap(teacher(1), TAKE, nth(await offered(teacher(1)), 0));
    for (const [actor, seen, others] of [
      [teacher(0), 'Yvonne', /Naam Noord-1|Naam Zuid|Zeynep|rekenen/],
      [supervisor(0), 'Naam Noord-0', /Naam Zuid|Zeynep|rekenen/],
    ] as const) {
      const { body, headers } = await answered(await feedOf(actor));
      expect(body).toContain(seen);
      expect(body).not.toMatch(others);
      expect(headers.get('cache-control')).toBe('private, no-cache');
      expect(headers.get('x-robots-tag')).toBe('noindex');
      expect(await answered(await feedOf(actor), 'HEAD')).toMatchObject({ status: 200, body: '' });
      expect(await answered(await feedOf(actor), 'POST')).toMatchObject({ status: 404 });
    }
  });
});
