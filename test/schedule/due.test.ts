import { describe, expect, it } from '@jest/globals';
import { CronExpressionParser } from 'cron-parser';
import { lastDue, nextDue } from '../../src/schedule/due.ts';

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

describe('the last due moment', () => {
  const HOUR_MS = 3_600_000;
  const lastOnes = (pattern: string, from: string, until: string) => {
    const moments = new Set<string>();
    for (let at = Date.parse(from); at <= Date.parse(until); at += 7 * 60_000) {
      moments.add(lastDue(pattern, 'Europe/Amsterdam', new Date(at)).toISOString());
    }
    return [...moments];
  };

  it('of a time that clocks skip in spring is an hour later by them, and none is left out', () => {
    expect(lastOnes('30 2 * * 0', '2027-03-28T00:00:00Z', '2027-03-28T04:00:00Z')).toEqual([
      '2027-03-21T01:30:00.000Z',
      '2027-03-28T01:30:00.000Z',
    ]);
  });

  it('of a time that clocks show twice in autumn is the first, also for who looks after the second', () => {
    expect(lastOnes('30 2 * * 0', '2026-10-25T00:00:00Z', '2026-10-25T04:00:00Z')).toEqual([
      '2026-10-18T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ]);
  });

  it('is the one that was next before, over the changes to and from summer time', () => {
    const now = { '2026-10-24T23:37:00Z': 3, '2027-03-28T00:37:00Z': 3, '2026-11-24T14:30:00Z': 1 };
    for (const pattern of ['30 2 * * *', '0 2,3 * * *', '*/30 2 * * *', '15 1 * * 0', '0 2 * * 1-5']) {
      for (const [start, hours] of Object.entries(now)) {
        const begun = Date.parse(start);
        const moments = nextDue(pattern, 'Europe/Amsterdam', new Date(begun - 7 * 24 * HOUR_MS));
        let due = moments.next().value;
        let next = moments.next().value;
        for (let at = begun; at < begun + hours * HOUR_MS; at += 15 * 60_000) {
          while (next.getTime() < at) [due, next] = [next, moments.next().value];
          expect([pattern, at, lastDue(pattern, 'Europe/Amsterdam', new Date(at))]).toEqual([pattern, at, due]);
        }
      }
    }
  });
});
