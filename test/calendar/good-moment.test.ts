import { TZDate } from '@date-fns/tz';
import { describe, expect, it } from '@jest/globals';
import { format } from 'date-fns/format';
import fc from 'fast-check';
import { type Calendar, createCalendar } from '../../src/calendar/calendar.ts';
import { nextGoodMoment, type Whose, WORKDAYS } from '../../src/calendar/good-moment.ts';
import shipped from '../../src/calendar/public-holidays.json' with { type: 'json' };
import holidays from '../../src/calendar/school-holidays.json' with { type: 'json' };

const LESSONS = { begin: 8 * 60 + 15, end: 15 * 60 };
const calendar = createCalendar(LESSONS, []);
const teacher: Whose = {
  timezone: 'Europe/Amsterdam',
  school: { id: 'school', region: 'midden' },
  workdays: WORKDAYS,
  pausedUntil: null,
};
const next = (from: string, whose: Partial<Whose> = {}, by: Calendar = calendar) =>
  nextGoodMoment(new Date(from), { ...teacher, ...whose }, by).toISOString();

describe('the next good moment', () => {
  it('is now, when now is good', () => {
    expect(next('2026-11-24T14:30:00.123Z')).toBe('2026-11-24T14:30:00.123Z');
    expect(next('2026-11-24T06:45:00Z')).toBe('2026-11-24T06:45:00.000Z');
  });

  it('is after the lessons, by the clocks of the school, in winter and in summer', () => {
    expect(next('2026-11-24T08:00:00Z')).toBe('2026-11-24T14:00:00.000Z');
    expect(next('2026-06-02T08:00:00Z')).toBe('2026-06-02T13:00:00.000Z');
    expect(next('2026-11-24T08:00:00Z', { timezone: 'America/Kralendijk' })).toBe('2026-11-24T11:30:00.000Z');
    expect(next('2026-11-24T12:15:00Z', { timezone: 'America/Kralendijk' })).toBe('2026-11-24T19:00:00.000Z');
  });

  it('is not in the evening, at night, or at the weekend', () => {
    expect(next('2026-11-24T18:00:00Z')).toBe('2026-11-25T06:30:00.000Z');
    expect(next('2026-11-24T02:00:00Z')).toBe('2026-11-24T06:30:00.000Z');
    expect(next('2026-11-27T18:00:00Z')).toBe('2026-11-30T06:30:00.000Z');
  });

  it('crosses the changes of the clocks', () => {
    expect(next('2026-10-23T18:00:00Z', { school: null })).toBe('2026-10-26T06:30:00.000Z');
    expect(next('2027-03-25T18:00:00Z', { school: null })).toBe('2027-03-30T05:30:00.000Z');
  });

  it("is not in the holidays of the school's region, which are not those of another", () => {
    expect(next('2026-10-12T14:00:00Z', { school: { id: 'a', region: 'noord' } })).toBe('2026-10-19T05:30:00.000Z');
    expect(next('2026-10-12T14:00:00Z')).toBe('2026-10-12T14:00:00.000Z');
  });

  it('is not on a public holiday: Easter Monday, Ascension Day, and on Bonaire Labour Day and Kingdom Day', () => {
    expect(next('2027-03-29T14:00:00Z')).toBe('2027-03-30T05:30:00.000Z');
    expect(next('2028-05-25T14:00:00Z')).toBe('2028-05-26T05:30:00.000Z');
    const timezone = 'America/Kralendijk';
    expect(next('2028-05-01T20:00:00Z')).toBe('2028-05-02T05:30:00.000Z');
    expect(next('2028-05-01T20:00:00Z', { timezone })).toBe('2028-05-02T11:30:00.000Z');
    expect(next('2027-12-15T20:00:00Z', { timezone })).toBe('2027-12-16T11:30:00.000Z');
    expect(next('2027-12-15T15:00:00Z')).toBe('2027-12-15T15:00:00.000Z');
  });

  it('is on a day that somebody works, and after their pause', () => {
    expect(next('2026-11-24T14:30:00Z', { workdays: [1, 4] })).toBe('2026-11-26T06:30:00.000Z');
    expect(next('2026-11-24T14:30:00Z', { pausedUntil: '2026-12-03' })).toBe('2026-12-03T06:30:00.000Z');
    expect(next('2026-12-04T14:30:00Z', { pausedUntil: '2026-12-03' })).toBe('2026-12-04T14:30:00.000Z');
  });

  it('does not exist for somebody who works on no day, and is not searched for endlessly', () => {
    expect(() => next('2026-11-24T14:30:00Z', { workdays: [] })).toThrow('no good moment');
  });
});

describe('what the operator imported', () => {
  const of = (whose: string, first: string, last: string) => ({ of: whose, schoolYear: '2026-2027', first, last });

  it('replaces the built-in holidays for that region and year', () => {
    const by = createCalendar(LESSONS, [of('midden', '2026-12-07', '2026-12-11')]);
    expect(next('2026-12-07T14:30:00Z', {}, by)).toBe('2026-12-14T06:30:00.000Z');
    expect(next('2026-12-21T14:30:00Z', {}, by)).toBe('2026-12-21T14:30:00.000Z');
    expect(next('2026-12-21T14:30:00Z', { school: { id: 'b', region: 'zuid' } }, by)).toBe('2027-01-04T06:30:00.000Z');
  });

  it("of a school stands in place of its region's, and of no other school's", () => {
    const by = createCalendar(LESSONS, [
      of('school', '2026-11-24', '2026-11-25'),
      of('midden', '2026-11-26', '2026-11-27'),
    ]);
    expect(next('2026-11-24T14:30:00Z', {}, by)).toBe('2026-11-26T06:30:00.000Z');
    expect(next('2026-11-24T14:30:00Z', { school: { id: 'b', region: 'midden' } }, by)).toBe(
      '2026-11-24T14:30:00.000Z',
    );
    expect(next('2026-11-26T14:30:00Z', { school: { id: 'b', region: 'midden' } }, by)).toBe(
      '2026-11-30T06:30:00.000Z',
    );
  });
});

describe('over years', () => {
  const zones = ['Europe/Amsterdam', 'America/Kralendijk', 'Europe/London', 'Pacific/Auckland'];
  const whose = fc.record<Whose>({
    timezone: fc.constantFrom(...zones),
    school: fc.option(fc.record({ id: fc.constant('s'), region: fc.constantFrom('noord', 'midden', 'zuid') })),
    workdays: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
    pausedUntil: fc.option(day('2026-01-01', '2031-12-31')),
  });
  const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2031-12-31'), noInvalidDate: true });

  it('every moment is good by an independent implementation of the rules, and not before the given one', () => {
    fc.assert(
      fc.property(moment, whose, (from, who) => {
        const at = nextGoodMoment(from, who, calendar);
        expect(at.getTime()).toBeGreaterThanOrEqual(from.getTime());
        expect(whyBad(at, who)).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('no good moment is passed over', () => {
    fc.assert(
      fc.property(moment, whose, fc.nat(10_000), (from, who, part) => {
        const at = nextGoodMoment(from, who, calendar);
        const between = from.getTime() + Math.floor(((at.getTime() - from.getTime()) * part) / 10_001);
        if (between < at.getTime()) expect(whyBad(new Date(between), who)).not.toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  it('asked from a later moment it is never earlier, and from a good moment it is that moment', () => {
    fc.assert(
      fc.property(moment, moment, whose, (a, b, who) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        const at = nextGoodMoment(first, who, calendar);
        expect(nextGoodMoment(second, who, calendar).getTime()).toBeGreaterThanOrEqual(at.getTime());
        expect(nextGoodMoment(at, who, calendar)).toEqual(at);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Implements the rules in another way than the product: null for a good moment, otherwise the reason. */
function whyBad(at: Date, { timezone, school, workdays, pausedUntil }: Whose): string | null {
  const local = new TZDate(at, timezone);
  const [date, time] = [format(local, 'yyyy-MM-dd'), format(local, 'HH:mm')];
  const weekday = Number(format(local, 'i'));
  if (weekday > 5) return 'weekend';
  if (!workdays.includes(weekday)) return 'no working day';
  if (time < '07:30' || time >= '19:00') return 'too early or too late';
  if (time >= '08:15' && time < '15:00') return 'lessons';
  if (pausedUntil !== null && date < pausedUntil) return 'pause';
  if ((timezone.startsWith('America') ? shipped.BQ : shipped.NL).includes(date)) return 'public holiday';
  const list = Object.entries(holidays.regions).find(([region]) => region === school?.region)?.[1] ?? [];
  return list.some(({ first, last }) => first <= date && date <= last) ? 'school holiday' : null;
}

function day(from: string, to: string): fc.Arbitrary<string> {
  return fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
}
