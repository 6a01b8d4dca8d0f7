import { TZDate } from '@date-fns/tz';
import { describe, expect, it } from '@jest/globals';
import { dayAt, minutesAt } from '../../src/calendar/day.ts';

const ZONES = ['Europe/Amsterdam', 'America/Curacao', 'Asia/Kathmandu'];
/** The clocks of Amsterdam go forward, and back, in the middle of each. */
const CHANGES = ['2026-03-29T00:58:30Z', '2026-10-25T00:58:30Z', '2026-12-31T22:58:30Z'];

describe('what clocks and calendars show', () => {
  it.each(CHANGES)('is right on both sides of %s, whoever asked before', (from) => {
    for (let step = 0; step < 24; step += 1) {
      const at = new Date(Date.parse(from) + step * 10_000);
      for (const zone of ZONES) {
        const there = new TZDate(at.getTime(), zone);
        expect(minutesAt(at, zone)).toBe(there.getHours() * 60 + there.getMinutes());
        expect(dayAt(at, zone)).toBe(there.toISOString().slice(0, 10));
      }
    }
  });

  it('follows the same zone through a change', () => {
    const zone = 'Europe/Amsterdam';
    const at = (time: string) => minutesAt(new Date(time), zone);
    expect([at('2026-03-29T00:59:59Z'), at('2026-03-29T01:00:00Z')]).toEqual([119, 180]);
    expect([at('2026-10-25T00:59:59Z'), at('2026-10-25T01:00:00Z')]).toEqual([179, 120]);
  });
});
