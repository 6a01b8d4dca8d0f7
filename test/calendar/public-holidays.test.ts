import { describe, expect, it } from '@jest/globals';
import { publicHolidays } from '../../scripts/public-holidays.js';
import written from '../../src/calendar/public-holidays.json' with { type: 'json' };

describe('the public holidays that came along', () => {
  it('are what the library says of each country and year', () => {
    expect(written).toEqual(publicHolidays());
  });
});
