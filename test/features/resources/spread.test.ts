import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar } from '../../../src/calendar/calendar.ts';
import { type Rhythm, WORKDAYS } from '../../../src/calendar/good-moment.ts';
import { KNOWN_HOLIDAYS } from '../../../src/calendar/school-holidays.ts';
import { momentsOfWeek } from '../../../src/features/check-in/week-moments.ts';
import { inOwnOrder, isOfferDay, portionOf, turnsLeft } from '../../../src/features/resources/spread.ts';
import { nextWeek, startOfWeek, weekOf } from '../../../src/measurement/iso-week.ts';
import { endOfQuarter, quarterBefore, quarterOf } from '../../../src/measurement/quarter.ts';
import { SETTINGS } from '../../fixtures/settings.ts';

const ITEMS = Array.from({ length: 22 }, (_, index) => `ITEM${index}`);
const ZONE = 'Europe/Amsterdam';
const calendar = createCalendar(SETTINGS.lessonTime, []);
/** The school year of the built-in holidays: its last day is in the summer holiday, when nobody is asked. */
const QUARTERS = ['2026-Q4', '2027-Q1', '2027-Q2'];

interface Teacher extends Rhythm {
  readonly everyWeeks: number;
}

/** The check-ins that a teacher gets in a quarter, computed by the feature that plans them. */
function checkInsOf(teacher: Teacher, quarter: string): Date[] {
  const found: Date[] = [];
  let ahead = 0;
  for (let week = weekOf(endOfQuarter(quarterBefore(quarter), ZONE), ZONE); ; week = nextWeek(week)) {
    const begin = startOfWeek(week, ZONE);
    const at = momentsOfWeek(week, calendar, SETTINGS).momentFor(teacher, begin);
    if (quarterOf(begin, ZONE) > quarter) return found;
    if (at === null) continue;
    if (quarterOf(at, ZONE) === quarter && ahead % teacher.everyWeeks === 0) found.push(at);
    ahead += 1;
  }
}

/**
 * The questions that a teacher is offered with each check-in of a quarter, when they answer everything in the turns
 * that `answers` selects.
 */
function play(teacher: Teacher, quarter: string, answers: (turn: number) => boolean = () => true) {
  const order = inOwnOrder(ITEMS, 'somebody', quarter);
  const asked: string[][] = [];
  let left = [...order];
  for (const [turn, at] of checkInsOf(teacher, quarter).entries()) {
    const turns = turnsLeft({ rhythm: teacher, everyWeeks: teacher.everyWeeks }, quarter, at, {
      calendar,
      checkInSchedule: SETTINGS.checkInSchedule,
    });
    const portion = left.slice(0, portionOf(left.length, turns));
    if (!answers(turn)) continue;
    asked.push(portion);
    left = left.slice(portion.length);
  }
  return { asked, left };
}

const DAYS: readonly (readonly [day: number | null, workdays: readonly number[]])[] = [
  [null, WORKDAYS],
  [null, [3, 4, 5]],
  [null, [1]],
  [1, [1, 2]],
  [3, WORKDAYS],
  [5, [5]],
];

const teachers = fc
  .record({
    region: fc.constantFrom('noord', 'midden', 'zuid'),
    days: fc.constantFrom(...DAYS),
    time: fc.constantFrom(null, '07:45', '16:00'),
  })
  .map(({ region, days: [day, workdays], time }): Teacher => {
    return { timezone: ZONE, school: { id: 'school', region }, day, workdays, time, pausedUntil: null, everyWeeks: 1 };
  });

describe('the questions of a quarter', () => {
  it('are asked once each, a few at a time, also when there are holidays', () => {
    fc.assert(
      fc.property(teachers, fc.constantFrom(...QUARTERS), (teacher, quarter) => {
        const { asked, left } = play(teacher, quarter);
        expect(left).toEqual([]);
        expect(asked.flat().toSorted()).toEqual(ITEMS.toSorted());
        expect(Math.max(...asked.map((portion) => portion.length))).toBeLessThanOrEqual(4);
      }),
      { numRuns: 30 },
    );
  });

  it('are never repeated and at most four at a time for people who leave some out, and are spread over the remaining turns', () => {
    fc.assert(
      fc.property(
        teachers,
        fc.constantFrom(1, 2, 4),
        fc.constantFrom(...QUARTERS),
        fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
        (teacher, everyWeeks, quarter, answers) => {
          const { asked, left } = play({ ...teacher, everyWeeks }, quarter, (turn) => answers[turn] ?? true);
          expect([...asked.flat(), ...left].toSorted()).toEqual(ITEMS.toSorted());
          for (const portion of asked) expect(portion.length).toBeLessThanOrEqual(4);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('have another order for another person and quarter, and the same order every time', () => {
    expect(inOwnOrder(ITEMS, 'a', '2026-Q4')).toEqual(inOwnOrder(ITEMS, 'a', '2026-Q4'));
    expect(inOwnOrder(ITEMS, 'a', '2026-Q4')).not.toEqual(inOwnOrder(ITEMS, 'b', '2026-Q4'));
    expect(inOwnOrder(ITEMS, 'a', '2026-Q4')).not.toEqual(inOwnOrder(ITEMS, 'a', '2027-Q1'));
    // Each item comes first equally often.
    const firsts = new Set(Array.from({ length: 400 }, (_, index) => inOwnOrder(ITEMS, `p${index}`, '2026-Q4')[0]));
    expect(firsts.size).toBe(ITEMS.length);
  });

  it('are offered on no day of a holiday or a pause', () => {
    const teacher: Rhythm = {
      timezone: ZONE,
      school: { id: 'school', region: 'midden' },
      day: null,
      time: null,
      workdays: WORKDAYS,
      pausedUntil: '2026-11-26',
    };
    const on = (day: string, rhythm = teacher) => isOfferDay({ rhythm }, new Date(`${day}T10:00:00Z`), calendar);
    expect([on('2026-11-24'), on('2026-11-25'), on('2026-11-26')]).toEqual([false, false, true]);
    const christmas = KNOWN_HOLIDAYS.find(({ of, name }) => of === 'midden' && /christmas/i.test(name));
    expect(christmas).toBeDefined();
    expect([on(christmas?.first ?? ''), on(christmas?.last ?? ''), on('2027-01-05')]).toEqual([false, false, true]);
  });
});
