import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { PolsslagError } from '../../src/errors.ts';
import {
  endOfWeek,
  isWeekOver,
  nextWeek,
  parseWeek,
  previousWeek,
  startOfWeek,
  weekOf,
} from '../../src/measurement/iso-week.ts';

const AMSTERDAM = 'Europe/Amsterdam';

describe('ISO weeks', () => {
  it('belong to the year of their Thursday', () => {
    expect(weekOf(new Date('2026-12-31T12:00:00Z'), AMSTERDAM)).toBe('2026-W53');
    expect(weekOf(new Date('2027-01-03T12:00:00Z'), AMSTERDAM)).toBe('2026-W53');
    expect(weekOf(new Date('2027-01-04T12:00:00Z'), AMSTERDAM)).toBe('2027-W01');
    expect(weekOf(new Date('2024-12-30T12:00:00Z'), AMSTERDAM)).toBe('2025-W01');
  });

  it('begin on Monday at midnight of the zone', () => {
    expect(startOfWeek('2026-W47', AMSTERDAM).toISOString()).toBe('2026-11-15T23:00:00.000Z');
    expect(startOfWeek('2026-W47', 'America/New_York').toISOString()).toBe('2026-11-16T05:00:00.000Z');
    expect(weekOf(new Date('2026-11-15T22:59:59.999Z'), AMSTERDAM)).toBe('2026-W46');
    expect(weekOf(new Date('2026-11-15T23:00:00.000Z'), AMSTERDAM)).toBe('2026-W47');
    expect(weekOf(new Date('2026-11-15T23:00:00.000Z'), 'America/New_York')).toBe('2026-W46');
  });

  it('are an hour shorter or longer when summer time begins or ends', () => {
    const hours = (week: string) =>
      (endOfWeek(week, AMSTERDAM).getTime() - startOfWeek(week, AMSTERDAM).getTime()) / 3_600_000;
    expect(hours('2026-W13')).toBe(167);
    expect(hours('2026-W43')).toBe(169);
    expect(hours('2026-W44')).toBe(168);
    expect(startOfWeek('2026-W14', AMSTERDAM).toISOString()).toBe('2026-03-29T22:00:00.000Z');
  });

  it('follow one another over the turn of the year', () => {
    expect(nextWeek('2026-W53')).toBe('2027-W01');
    expect(previousWeek('2027-W01')).toBe('2026-W53');
    expect(nextWeek('2025-W52')).toBe('2026-W01');
    expect(previousWeek('2026-W14')).toBe('2026-W13');
    let week = '2025-W45';
    for (let count = 0; count < 120; count += 1) {
      expect(previousWeek(nextWeek(week))).toBe(week);
      expect(weekOf(startOfWeek(week, AMSTERDAM), AMSTERDAM)).toBe(week);
      week = nextWeek(week);
    }
  });

  it('are the same on a machine in any time zone, also where a day has no midnight or is left out', () => {
    // Summer time begins at midnight in Cairo and Santiago; Apia left out a Friday in 2011.
    const zones = [
      'Europe/Amsterdam',
      'UTC',
      'Africa/Cairo',
      'America/Santiago',
      'Pacific/Apia',
      'America/Los_Angeles',
    ];
    const program = fileURLToPath(new URL('./weeks-by-zone.ts', import.meta.url));
    const printed = execFileSync(process.execPath, ['--import', 'tsx', program, ...zones], { encoding: 'utf8' });
    // The zone did change: Los Angeles is seven hours behind in summer.
    expect(JSON.parse(printed)).toEqual({ weeks: 201, offset: 420, different: [[], [], [], [], []] });
  });

  it('are over at the first instant of the next', () => {
    expect(isWeekOver('2026-W47', new Date('2026-11-22T22:59:59.999Z'), AMSTERDAM)).toBe(false);
    expect(isWeekOver('2026-W47', new Date('2026-11-22T23:00:00.000Z'), AMSTERDAM)).toBe(true);
  });

  it.each(['2026-47', '2026W47', '2026-w47', '', '2026-W4', '2026-W000'])('refuse %j with an example', (text) => {
    expect(() => parseWeek(text)).toThrow(PolsslagError);
    expect(() => parseWeek(text)).toThrow('A week is written like 2026-W47');
  });

  it('refuse a week that the year does not have', () => {
    expect(parseWeek('2026-W53')).toBe('2026-W53');
    expect(() => parseWeek('2025-W53')).toThrow('There is no week 53 in 2025: it has 52 weeks.');
    expect(() => parseWeek('2025-W00')).toThrow('There is no week 0 in 2025');
    expect(() => startOfWeek('2025-W54', AMSTERDAM)).toThrow(PolsslagError);
  });
});
