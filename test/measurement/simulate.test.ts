import { describe, expect, it } from '@jest/globals';
import type { Instrument } from '../../src/measurement/instrument.ts';
import { weekOf } from '../../src/measurement/iso-week.ts';
import { SCALES } from '../../src/measurement/scale.ts';
import { type Simulation, simulate as startSimulation } from '../../src/measurement/simulate.ts';
import { codesOf, instrument, mean } from './fixtures.ts';

const SETTINGS: Simulation = { teachers: 23, weeks: 9, seed: 1, constant: true, nonresponse: 0, from: '2026-W50' };

/** A simulation with all its weeks played. */
function simulate(settings: Simulation, of: Instrument) {
  const rows = startSimulation(settings, of);
  return { ...rows, answers: [...rows.answers] };
}

describe('a simulation', () => {
  it('makes rows in the formats of the imports', () => {
    const { schools, people, answers } = simulate(SETTINGS, instrument);
    expect(schools).toHaveLength(8);
    expect(new Set(schools.map(({ circle }) => circle)).size).toBe(2);
    expect(schools[0]).toEqual({
      school: 'School 1',
      circle: '1',
      region: 'midden',
      timezone: 'Europe/Amsterdam',
    });
    expect(people).toHaveLength(23);
    expect(Object.keys(people[0] ?? {})).toEqual(
      'person,role,name,school,circle,cluster,platform,workspace,user,language'.split(','),
    );
    expect(new Set(people.map(({ user }) => user)).size).toBe(23);
    expect(answers).toHaveLength(23 * 9 * 3);
    for (const { value } of answers) expect(value).toMatch(/^[0-6]$/);
    const keys = answers.map(({ person, item, answered_at }) => `${person} ${item} ${answered_at}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('asks by the real rotation, every week, over the turn of the year', () => {
    const { answers } = simulate(SETTINGS, instrument);
    const weeks = new Set(answers.map(({ answered_at }) => weekOf(new Date(answered_at), 'Europe/Amsterdam')));
    expect([...weeks]).toEqual([
      '2026-W50',
      '2026-W51',
      '2026-W52',
      '2026-W53',
      '2027-W01',
      '2027-W02',
      '2027-W03',
      '2027-W04',
      '2027-W05',
    ]);
    const cycle = answers.filter(({ person, answered_at }) => person === 'teacher-5' && answered_at < '2026-12-28');
    expect(new Set(cycle.map(({ item }) => item)).size).toBe(9);
  });

  it('repeats itself for the same seed only', () => {
    expect(simulate(SETTINGS, instrument)).toEqual(simulate(SETTINGS, instrument));
    expect(simulate({ ...SETTINGS, seed: 2 }, instrument).answers).not.toEqual(simulate(SETTINGS, instrument).answers);
  });

  it('keeps the answers of a person to an item alike when constant, and lets them vary otherwise', () => {
    const kinds = (constant: boolean) => {
      const { answers } = simulate({ ...SETTINGS, constant, weeks: 30 }, instrument);
      return new Set(answers.map(({ person, item, value }) => `${person} ${item} ${value}`)).size;
    };
    expect(kinds(true)).toBe(23 * 9);
    expect(kinds(false)).toBeGreaterThan(23 * 9 * 1.5);
  });

  it('leaves out whole check-ins at the rate of non-response, and keeps the item means of the instrument', () => {
    const { answers } = simulate({ ...SETTINGS, teachers: 600, weeks: 6, nonresponse: 0.3 }, instrument);
    expect(answers.length / (600 * 6 * 3)).toBeCloseTo(0.7, 1);
    expect(answers.length % 3).toBe(0);
    for (const code of SCALES.flatMap(codesOf)) {
      const item = instrument.items.find((each) => each.code === code);
      const values = answers.filter((answer) => answer.item === code).map(({ value }) => Number(value));
      expect(Math.abs(mean(values) - (item?.mean ?? 0))).toBeLessThan(0.25);
    }
  });

  it('refuses a week that does not exist', () => {
    expect(() => simulate({ ...SETTINGS, from: '2025-W53' }, instrument)).toThrow('There is no week 53 in 2025');
  });
});
