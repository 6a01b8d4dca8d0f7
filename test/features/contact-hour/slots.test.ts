import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar } from '../../../src/calendar/calendar.ts';
import { dayAt, daysAfter, momentOf, weekdayOf } from '../../../src/calendar/day.ts';
import {
  EARLIEST_HOUR,
  freeSlots,
  type Hour,
  hoursOverlap,
  LATEST_HOUR,
  SLOT_MINUTES,
  type Slot,
  slotsBetween,
} from '../../../src/features/contact-hour/slots.ts';

const calendar = createCalendar({ begin: 8 * 60 + 15, end: 15 * 60 }, [
  { of: 'midden', schoolYear: '2029-2030', first: '2030-02-23', last: '2030-03-03' },
]);
const school = { id: 'school', region: 'midden' };
const closed = {
  isHoliday: (day: string, { timezone }: Hour) => calendar.isHoliday(day, { timezone, school }),
  isAway: () => false,
};

const timezone = fc.constantFrom('Europe/Amsterdam', 'America/Kralendijk');
const minutes = fc.integer({ min: EARLIEST_HOUR, max: LATEST_HOUR });
const day = fc.integer({ min: 0, max: 5 * 365 }).map((days) => daysAfter('2026-01-01', days));

const hour: fc.Arbitrary<Hour> = fc
  .record({
    id: fc.uuid(),
    supervisorId: fc.constantFrom('one', 'two'),
    weekday: fc.integer({ min: 1, max: 7 }),
    times: fc.tuple(minutes, minutes),
    slotMinutes: fc.constantFrom(...SLOT_MINUTES),
    firstDay: day,
    lastsDays: fc.option(fc.integer({ min: 0, max: 500 })),
    timezone,
  })
  .map(({ times, lastsDays, firstDay, ...rest }) => ({
    ...rest,
    begins: Math.min(...times),
    ends: Math.max(...times),
    firstDay,
    lastDay: lastsDays === null ? null : daysAfter(firstDay, lastsDays),
  }));

/** Somewhere in these years, with a window of some weeks. */
const span = fc
  .tuple(day, fc.integer({ min: 0, max: 1_439 }), fc.integer({ min: 1, max: 28 }))
  .map(([begin, minute, days]) => {
    const from = new Date(Date.parse(`${begin}T00:00:00Z`) + minute * 60_000);
    return { from, until: new Date(from.getTime() + days * 24 * 3_600_000) };
  });

const CLOCKS = new Map(
  ['Europe/Amsterdam', 'America/Kralendijk'].map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('nl-NL', { timeZone, hour: '2-digit', minute: '2-digit' }),
  ]),
);

/** The wall-clock time, in minutes after midnight. */
function clockOf(at: Date, zone: string): number {
  const [hours = 0, mins = 0] = (CLOCKS.get(zone)?.format(at) ?? '').split(':').map(Number);
  return hours * 60 + mins;
}

/** The faults of a slot, in words; normally none. */
function faultsOf({ hour: of, begins, ends }: Slot, from: Date, until: Date): string[] {
  const [begin, end, on] = [clockOf(begins, of.timezone), clockOf(ends, of.timezone), dayAt(begins, of.timezone)];
  const faults: [string, boolean][] = [
    ['not whole', ends.getTime() - begins.getTime() !== of.slotMinutes * 60_000 || end - begin !== of.slotMinutes],
    ['not asked for', begins < from || begins >= until],
    ['not a step of the hour', (begin - of.begins) % of.slotMinutes !== 0],
    ['outside the hour', begin < of.begins || end > of.ends],
    ['on another weekday', weekdayOf(on) !== of.weekday],
    ['outside the dates', on < of.firstDay || on > (of.lastDay ?? '9999')],
    ['in a holiday', closed.isHoliday(on, of)],
  ];
  return faults.filter(([, is]) => is).map(([fault]) => `${fault}: ${begins.toISOString()}`);
}

function overlapsOf(slots: readonly Slot[]): number {
  return slots.filter((slot, index) => {
    const next = slots.slice(index + 1).find((other) => other.hour.supervisorId === slot.hour.supervisorId);
    return next !== undefined && next.begins < slot.ends;
  }).length;
}

/** Computed in another way: day by day, with each moment by the wall clock. */
function expectedOf(one: Hour, from: Date, until: Date): string[] {
  const days: string[] = [];
  for (let on = dayAt(from, one.timezone); on <= dayAt(until, one.timezone); on = daysAfter(on, 1)) days.push(on);
  const given = days.filter(
    (on) =>
      weekdayOf(on) === one.weekday &&
      on >= one.firstDay &&
      on <= (one.lastDay ?? '9999') &&
      !closed.isHoliday(on, one),
  );
  const starts: number[] = [];
  for (let begin = one.begins; begin + one.slotMinutes <= one.ends; begin += one.slotMinutes) starts.push(begin);
  return given
    .flatMap((on) => starts.map((begin) => momentOf(on, begin, one.timezone)))
    .filter((at) => at >= from && at < until)
    .map((at) => at.toISOString());
}

describe('slots', () => {
  it('are whole, within their hour, on its days, never in holidays, and never two of one supervisor at once', () => {
    fc.assert(
      fc.property(fc.array(hour, { minLength: 1, maxLength: 6 }), span, (hours, { from, until }) => {
        const slots = slotsBetween(hours, closed, from, until);
        expect(slots.flatMap((slot) => faultsOf(slot, from, until))).toEqual([]);
        expect(overlapsOf(slots)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('are complete: as many as fit into an hour on every day of it', () => {
    fc.assert(
      fc.property(hour, span, (one, { from, until }) => {
        const found = slotsBetween([one], closed, from, until).map(({ begins }) => begins.toISOString());
        expect(found).toEqual(expectedOf(one, from, until));
      }),
      { numRuns: 100 },
    );
  });

  const sunday: Hour = {
    id: 'a',
    supervisorId: 'one',
    weekday: 7,
    begins: 15 * 60,
    ends: 16 * 60,
    slotMinutes: 15,
    firstDay: '2026-01-01',
    lastDay: null,
    timezone: 'Europe/Amsterdam',
  };

  it.each([
    ['2026-03-29', '13:00'],
    ['2026-10-25', '14:00'],
    ['2027-03-28', '13:00'],
    ['2027-10-31', '14:00'],
    ['2028-03-26', '13:00'],
    ['2028-10-29', '14:00'],
    ['2029-03-25', '13:00'],
    ['2029-10-28', '14:00'],
    ['2030-03-31', '13:00'],
    ['2030-10-27', '14:00'],
  ])('begin at three by the school’s clock on %s, when the clocks change', (on, utc) => {
    // Holidays do not matter here.
    const always = { isHoliday: () => false, isAway: () => false };
    const from = new Date(`${on}T00:00:00Z`);
    const slots = slotsBetween([sunday], always, from, new Date(from.getTime() + 24 * 3_600_000));
    expect(slots.map(({ begins }) => begins.toISOString())[0]).toBe(`${on}T${utc}:00.000Z`);
    expect(slots).toHaveLength(4);
  });

  it('are not given on a day that their supervisor is away', () => {
    const away = { isHoliday: () => false, isAway: (on: string) => on === '2026-12-06' };
    const slots = slotsBetween([sunday], away, new Date('2026-12-01T00:00:00Z'), new Date('2026-12-14T00:00:00Z'));
    expect(slots).toHaveLength(4);
    expect(slots[0]?.begins.toISOString()).toBe('2026-12-13T14:00:00.000Z');
  });

  it('are free only while nobody has booked any of their time', () => {
    const open = { isHoliday: () => false, isAway: () => false };
    const slots = slotsBetween([sunday], open, new Date('2026-12-06T00:00:00Z'), new Date('2026-12-07T00:00:00Z'));
    const minute = (clock: string) => new Date(`2026-12-06T${clock}:00Z`);
    const taken = { begins: minute('14:10'), ends: minute('14:20') };
    expect(freeSlots(slots, [{ ...taken, supervisorId: 'one' }]).map(({ begins }) => begins)).toEqual([
      minute('14:30'),
      minute('14:45'),
    ]);
    expect(freeSlots(slots, [{ ...taken, supervisorId: 'two' }])).toHaveLength(4);
  });

  it('cannot overlap between hours that are stored separately', () => {
    fc.assert(
      fc.property(hour, hour, span, (one, other, { from, until }) => {
        const [a, b] = [one, { ...other, supervisorId: one.supervisorId, timezone: one.timezone }];
        if (hoursOverlap(a, b)) return;
        const both = slotsBetween([a, b], closed, from, until);
        const apart = [a, b].flatMap((each) => slotsBetween([each], closed, from, until));
        expect(both).toHaveLength(apart.length);
      }),
      { numRuns: 100 },
    );
  });
});
