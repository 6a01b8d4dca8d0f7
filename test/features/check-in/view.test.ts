import { describe, expect, it } from '@jest/globals';
import { createCalendar } from '../../../src/calendar/calendar.ts';
import type { CheckIn } from '../../../src/features/check-in/store.ts';
import { changeDialog, checkInView } from '../../../src/features/check-in/view.ts';
import { parseInstrument } from '../../../src/measurement/instrument.ts';
import json from '../../../src/measurement/instruments/polsslag-nl.json' with { type: 'json' };

const instrument = parseInstrument(json, 'polsslag-nl');
const now = new Date('2026-11-18T10:00:00Z');

/** @param done the answers; 'skipped' for a skipped question */
function checkIn(done: readonly (number | 'skipped' | null)[]): CheckIn {
  const items = ['VIT01', 'TOE02', 'ABS03'].map((item, index) => {
    const value = done[index] ?? null;
    return value === 'skipped' ? { item, value: null, skipped: true } : { item, value, skipped: false };
  });
  return {
    id: 'c1',
    personId: 'p1',
    week: '2026-W47',
    language: 'nl',
    closesAt: new Date('2026-11-22T23:00:00Z'),
    takesPart: true,
    items,
  };
}

const text = (value: unknown) => JSON.stringify(value);

describe('the message of a check-in', () => {
  it('asks the first question with seven answers in words', () => {
    const view = checkInView(checkIn([]), instrument, now);
    expect(text(view)).toContain('Vraag 1 van 3');
    const buttons = view.blocks.find((block) => block.kind === 'buttons');
    expect(buttons?.kind === 'buttons' && buttons.buttons.map(({ label }) => label)).toEqual([
      '0 · Nooit',
      '1 · Een paar keer per jaar',
      '2 · Hooguit eens per maand',
      '3 · Een paar keer per maand',
      '4 · Eens per week',
      '5 · Een paar keer per week',
      '6 · Elke dag',
    ]);
  });

  it('is the same whatever was answered, so that nobody who looks on learns a value', () => {
    const all = [0, 1, 2, 3, 4, 5, 6, 'skipped'] as const;
    const looks = all.map((value) => text(checkInView(checkIn([value]), instrument, now)));
    expect(new Set(looks).size).toBe(1);
    const thanks = all.map((value) => text(checkInView(checkIn([value, value, value]), instrument, now)));
    expect(new Set(thanks).size).toBe(1);
  });

  it('thanks, and offers to see the answers, when all questions are answered', () => {
    const view = checkInView(checkIn([1, 2, 3]), instrument, now);
    expect(text(view)).toContain('Dank je wel');
    expect(view.blocks.some((block) => block.kind === 'buttons' && block.buttons[0]?.opens === 'dialog')).toBe(true);
  });

  it('lets every question be skipped, and from the second on shows the answers so far', () => {
    const labelsOf = (values: Parameters<typeof checkIn>[0]) =>
      checkInView(checkIn(values), instrument, now).blocks.flatMap((block) =>
        block.kind === 'buttons' && block.layout === 'row' ? block.buttons.map(({ label }) => label) : [],
      );
    expect(labelsOf([])).toEqual(['Deze vraag overslaan', 'Over een uur', 'Na school', 'Morgen']);
    expect(labelsOf(['skipped'])).toEqual(['Deze vraag overslaan', 'Antwoorden wijzigen']);
    expect(text(checkInView(checkIn(['skipped', 3]), instrument, now))).toContain('Vraag 3 van 3');
  });

  it('thanks in other words every week, and in the same words whenever it is drawn', () => {
    for (const language of ['nl', 'en']) {
      const weeks = ['2026-W45', '2026-W46', '2026-W47', '2026-W48', '2026-W49', '2026-W50', '2026-W51', '2026-W52'];
      const thanksIn = (week: string) =>
        checkInView({ ...checkIn([1, 2, 3]), language, week }, instrument, now).summary;
      expect(new Set(weeks.map(thanksIn)).size).toBe(8);
      expect(weeks.map(thanksIn)).toEqual(weeks.map(thanksIn));
      for (const week of weeks) expect(thanksIn(week)).toMatch(/Dank je wel|Thank you/);
    }
  });

  it('asks nothing once it is closed', () => {
    const closed = checkInView(checkIn([1]), instrument, new Date('2026-11-22T23:00:00Z'));
    expect(closed.blocks.map(({ kind }) => kind)).toEqual(['text']);
    expect(text(closed)).toContain('gesloten');
  });

  it('asks nothing of somebody who stopped, and tells why', () => {
    for (const values of [[1], [1, 2, 3]]) {
      const stopped = checkInView({ ...checkIn(values), takesPart: false }, instrument, now);
      expect(stopped.blocks.map(({ kind }) => kind)).toEqual(['text']);
      expect(text(stopped)).toContain('Je doet niet meer mee');
    }
  });
});

describe('the dialog', () => {
  it('shows what was answered and leaves open what was not', () => {
    const dialog = changeDialog(checkIn([4, null, 0]), instrument);
    expect(dialog.fields).toMatchObject([
      { name: 'VIT01', initial: '4' },
      { name: 'TOE02', initial: null },
      { name: 'ABS03', initial: '0' },
    ]);
    expect(dialog.intro).toContain('tot en met zondag 22 november');
    const closesAt = new Date('2026-11-20T17:00:00Z');
    const soon = { ...checkIn([]), closesAt };
    expect(changeDialog(soon, instrument).intro).toContain('tot vrijdag 20 november om 18:00 uur');
    expect(changeDialog({ ...soon, language: 'en' }, instrument).intro).toContain('until Friday 20 November at 18:00');
  });
});

describe('school holidays', () => {
  it.each([
    ['2026-10-12', ['noord']],
    ['2026-10-17', ['noord', 'midden', 'zuid']],
    ['2026-10-19', ['midden', 'zuid']],
    ['2026-11-17', []],
    ['2027-01-03', ['noord', 'midden', 'zuid']],
    ['2027-01-04', []],
  ])('on %s are in %j', (day, regions) => {
    const calendar = createCalendar({ begin: 495, end: 900 }, []);
    const on = (region: string) =>
      calendar.isHoliday(day, { timezone: 'Europe/Amsterdam', school: { id: 'a', region } });
    expect(['noord', 'midden', 'zuid'].filter(on)).toEqual(regions);
  });
});
