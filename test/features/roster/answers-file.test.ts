import { describe, expect, it } from '@jest/globals';
import { gatherFaults } from '../../../src/csv/fault.ts';
import { PolsslagError } from '../../../src/errors.ts';
import { type AnswerRow, readAnswersFile } from '../../../src/features/roster/answers-file.ts';

const NOW = new Date('2026-11-24T09:30:00Z');

async function read(lines: readonly string[], now = NOW) {
  const faults = gatherFaults();
  const text = ['person,item,value,answered_at', ...lines].join('\n');
  const rows: AnswerRow[] = [];
  for await (const row of readAnswersFile({ bytes: [text], report: faults.report }, { items: ['VIT01', 'TOE01'], now }))
    rows.push(row);
  try {
    faults.throwIfAny();
  } catch (error) {
    return { rows, faults: error instanceof PolsslagError ? error.faults : [String(error)] };
  }
  return { rows, faults: [] };
}

describe('the answers file', () => {
  it('reads an answer with the week that it falls in', async () => {
    const { rows, faults } = await read(['p1,VIT01,4,2026-11-17T15:42:00+01:00']);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        person: 'p1',
        item: 'VIT01',
        value: 4,
        answeredAt: new Date('2026-11-17T14:42:00Z'),
        week: '2026-W47',
      },
    ]);
  });

  it.each([
    ['2026-11-17T14:42:00Z', '2026-11-17T14:42:00.000Z', '2026-W47'],
    ['2026-11-17T14:42Z', '2026-11-17T14:42:00.000Z', '2026-W47'],
    ['2026-11-17T14:42:00.1239Z', '2026-11-17T14:42:00.123Z', '2026-W47'],
    ['2026-11-17', '2026-11-17T11:00:00.000Z', '2026-W47'],
    // Summer time: noon is two hours from UTC.
    ['2026-06-17', '2026-06-17T10:00:00.000Z', '2026-W25'],
    ['2026-03-29', '2026-03-29T10:00:00.000Z', '2026-W13'],
    // Sunday evening in UTC is Monday in Amsterdam.
    ['2026-11-15T23:30:00Z', '2026-11-15T23:30:00.000Z', '2026-W47'],
    ['2026-11-15T22:30:00Z', '2026-11-15T22:30:00.000Z', '2026-W46'],
    // Today, even before noon.
    ['2026-11-24', '2026-11-24T11:00:00.000Z', '2026-W48'],
    ['2021-01-01', '2021-01-01T11:00:00.000Z', '2020-W53'],
  ])('takes %s as %s, in %s', async (text, at, week) => {
    const { rows, faults } = await read([`p1,TOE01,0,${text}`]);
    expect(faults).toEqual([]);
    expect(rows[0]?.answeredAt.toISOString()).toBe(at);
    expect(rows[0]?.week).toBe(week);
  });

  it.each(['17-11-2026', '2026-11-17T15:42:00', '2026-11-17 15:42', '2026-02-30', '2026-W47', '', '1763390520'])(
    'refuses %j as a moment',
    async (text) => {
      expect((await read([`p1,VIT01,4,${text}`])).faults).toEqual([
        'Line 2, column answered_at: must be a date (2026-11-17) or a date and time with its zone (2026-11-17T15:42:00+01:00).',
      ]);
    },
  );

  it('refuses answers in the future', async () => {
    const { faults } = await read(['p1,VIT01,4,2026-11-24T09:30:01Z', 'p1,VIT01,4,2026-11-25']);
    expect(faults).toEqual([
      'Line 2, column answered_at: is in the future.',
      'Line 3, column answered_at: is in the future.',
    ]);
    // Just after midnight in Amsterdam it is still yesterday in UTC.
    expect((await read(['p1,VIT01,4,2026-11-25'], new Date('2026-11-24T23:10:00Z'))).faults).toEqual([]);
  });

  it.each(['7', '-1', '3.0', '3,5', ' ', 'n.v.t.', '06', '٣', '1e0'])('refuses %j as a value', async (value) => {
    const { faults } = await read([`p1,VIT01,"${value}",2026-11-17`]);
    expect(faults).toEqual(['Line 2, column value: must be a whole number from 0 to 6.']);
  });

  it('reports every fault, and never repeats the content of the file', async () => {
    const { faults } = await read(['Geheim,GEHEIM,Geheim,Geheim', ',VIT01,3,2026-11-17']);
    expect(faults).toEqual([
      'Line 2, column item: is not a code of the instrument; use VIT01, TOE01.',
      'Line 2, column value: must be a whole number from 0 to 6.',
      'Line 2, column answered_at: must be a date (2026-11-17) or a date and time with its zone (2026-11-17T15:42:00+01:00).',
      'Line 3, column person: is empty; fill it in.',
    ]);
  });
});
