import { describe, expect, it } from '@jest/globals';
import { examineHolidays } from '../../../src/features/check-in/examine-holidays.ts';

describe('the known school holidays', () => {
  it('are enough for now until three months before the last of them', () => {
    expect(examineHolidays(new Date('2027-05-21T12:00:00Z')).state).toBe('ok');
    const { state, text } = examineHolidays(new Date('2027-05-24T12:00:00Z'));
    expect(state).toBe('hint');
    expect(text).toContain('known until 2027-08-22');
  });
});
