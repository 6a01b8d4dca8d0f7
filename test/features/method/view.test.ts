import { describe, expect, it } from '@jest/globals';
import { viewText } from '../../../src/chat/view-text.ts';
import { methodView } from '../../../src/features/method/view.ts';
import { discloseMethod } from '../../../src/measurement/disclosure/method.ts';
import { firstMondayOf, quarterOf } from '../../../src/measurement/quarter.ts';

const ZONE = 'Europe/Amsterdam';

/** Alphas of 0.75, far below 0.5 and near 1. */
function textIn(language: string): string {
  const scales = {
    vigour: { items: [1, 1, 1], sum: 6 },
    dedication: { items: [1, 1, 1], sum: 3 },
    absorption: { items: [1, 1, 1], sum: 9 },
  };
  const published = discloseMethod({ cycles: 127, teachers: 23, ofTwo: 11, scales });
  return published === null ? '' : viewText(methodView(published, language));
}

describe('the post on how well the questions measure', () => {
  it('tells alpha per scale with its reading, in Dutch', () => {
    const text = textIn('nl');
    expect(text).toContain('Vitaliteit (energie): 0,75, de vragen passen voldoende bij elkaar');
    expect(text).toContain('Toewijding (plezier en trots): 0,50 of lager, de vragen passen te weinig bij elkaar');
    expect(text).toContain('Absorptie (erin opgaan): 0,95 of hoger, de vragen passen goed bij elkaar');
    expect(text).toContain('minstens 120 rondes van drie check-ins');
    // A round over the summer takes eight weeks.
    expect(text).toContain('zitten twee weken, of meer als er bijvoorbeeld een vakantie tussen ligt');
    expect(text).toContain('20 tot 49 leerkrachten');
    expect(text).toContain('Het getal zegt niet of we het juiste meten.');
  });

  it('names no statistic: a supervisor reads what it means and not what it is called', () => {
    expect(textIn('nl') + textIn('en')).not.toMatch(/cronbach|alfa|alpha|\bschaal|\bscale/i);
  });

  it('tells the same in English, and no exact number of people or cycles in either', () => {
    expect(textIn('en')).toContain('Vigour (energy): 0.75, the questions belong together enough');
    expect(textIn('en')).toContain('20 to 49 teachers');
    expect(textIn('nl') + textIn('en')).not.toMatch(/127|\b23\b|!/);
  });
});

describe('a quarter', () => {
  it('begins for the post on its first Monday, whatever day its first day is', () => {
    const mondays = ['2026-Q1', '2026-Q2', '2024-Q1', '2029-Q4'].map((quarter) => firstMondayOf(quarter, ZONE));
    expect(mondays.map((monday) => monday.toISOString())).toEqual([
      '2026-01-04T23:00:00.000Z',
      '2026-04-05T22:00:00.000Z',
      '2023-12-31T23:00:00.000Z',
      '2029-09-30T22:00:00.000Z',
    ]);
  });

  it('is determined in the time zone', () => {
    expect(quarterOf(new Date('2026-12-31T22:59:59Z'), ZONE)).toBe('2026-Q4');
    expect(quarterOf(new Date('2026-12-31T23:00:00Z'), ZONE)).toBe('2027-Q1');
  });

  it('that does not exist is refused', () => {
    expect(() => firstMondayOf('2026-Q5', ZONE)).toThrow('A quarter is written like 2027-Q1.');
  });
});
