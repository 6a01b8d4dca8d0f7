import { describe, expect, it } from '@jest/globals';
import { publicHolidays } from '../../scripts/public-holidays.js';
import { afterPublicHoliday } from '../../src/calendar/calendar.ts';
import written from '../../src/calendar/public-holidays.json' with { type: 'json' };

describe('the built-in public holidays', () => {
  it('are those of the library for each country and year', () => {
    expect(written).toEqual(publicHolidays());
  });
});

describe('what is due on a public holiday', () => {
  it.each([
    ['2027-03-29T06:00:00Z', '2027-03-30T06:00:00.000Z', 'Europe/Amsterdam'],
    // Christmas on a Thursday and a Friday: it is not sent in the weekend either.
    ['2031-12-25T07:00:00Z', '2031-12-29T07:00:00.000Z', 'Europe/Amsterdam'],
    ['2026-11-23T07:00:00Z', '2026-11-23T07:00:00.000Z', 'Europe/Amsterdam'],
    // An explicitly scheduled weekend is kept.
    ['2026-11-22T07:00:00Z', '2026-11-22T07:00:00.000Z', 'Europe/Amsterdam'],
    ['2027-04-27T12:00:00Z', '2027-04-28T12:00:00.000Z', 'America/Kralendijk'],
  ])('at %s waits until %s', (at, until, timezone) => {
    expect(afterPublicHoliday(new Date(at), timezone).toISOString()).toBe(until);
  });
});
