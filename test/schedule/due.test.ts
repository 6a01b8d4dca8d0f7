import { describe, expect, it } from '@jest/globals';
import { CronExpressionParser } from 'cron-parser';
import { nextDue } from '../../src/schedule/due.ts';

const firstOf = (pattern: string, timezone: string, now: string) =>
  nextDue(pattern, timezone, new Date(now)).next().value.toISOString();

describe('the next due moment', () => {
  it('is what the queue’s own reader of patterns says, over the changes to and from summer time', () => {
    for (const timezone of ['Europe/Amsterdam', 'America/Curacao', 'America/New_York']) {
      for (const pattern of ['30 15 * * 2', '30 2 * * *', '0 2,3 * * *', '0 9 1 * *', '15 1 * * 0']) {
        for (const start of ['2026-03-28T11:00:31.500Z', '2026-10-24T22:59:59.999Z', '2026-10-25T00:30:00.000Z']) {
          const now = new Date(start);
          const said = CronExpressionParser.parse(pattern, { currentDate: now, tz: timezone });
          const moments = nextDue(pattern, timezone, now);
          const ours = Array.from({ length: 5 }, () => moments.next().value.toISOString());
          expect(ours).toEqual(ours.map(() => said.next().toDate().toISOString()));
        }
      }
    }
  });

  it('is told apart by moment, pattern and time zone, also when it was asked before', () => {
    for (const _ of ['asked', 'asked again']) {
      expect(firstOf('30 15 * * 2', 'Europe/Amsterdam', '2026-11-24T14:29:59.999Z')).toBe('2026-11-24T14:30:00.000Z');
      expect(firstOf('30 15 * * 2', 'Europe/Amsterdam', '2026-11-24T14:30:00.000Z')).toBe('2026-12-01T14:30:00.000Z');
      expect(firstOf('30 15 * * 3', 'Europe/Amsterdam', '2026-11-24T14:30:00.000Z')).toBe('2026-11-25T14:30:00.000Z');
      expect(firstOf('30 15 * * 2', 'America/Curacao', '2026-11-24T14:30:00.000Z')).toBe('2026-11-24T19:30:00.000Z');
    }
  });

  it('is nobody’s to change', () => {
    const [first] = nextDue('0 9 * * *', 'Europe/Amsterdam', new Date('2026-11-24T12:00:00Z'));
    first?.setFullYear(2000);
    expect(firstOf('0 9 * * *', 'Europe/Amsterdam', '2026-11-24T12:00:00Z')).toBe('2026-11-25T08:00:00.000Z');
  });

  it('of a pattern that means nothing is an error', () => {
    expect(() => nextDue('99 9 * * *', 'Europe/Amsterdam', new Date()).next()).toThrow();
  });
});
