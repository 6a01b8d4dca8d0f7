import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { partnershipOf } from '../../../src/features/trends/week-chart.ts';
import { parsePublishedWeek } from '../../../src/measurement/disclosure/week.ts';
import { makeTemporaryFolder } from '../../../tools/servers/temporary-folder.ts';
import { builtPath } from '../../built.ts';
import { type CommandRunner, createCommandRunner } from '../../cli/command-runner.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';

let test: TestDatabase;
let commands: CommandRunner;
let folder: string;

beforeAll(async () => {
  test = await createTestDatabase();
  commands = createCommandRunner(test);
});
beforeEach(() => {
  folder = makeTemporaryFolder('simulated');
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(async () => {
  commands.removeFiles();
  await test.drop();
});

const file = (name: string) => path.join(folder, name);
const linesOf = (name: string) => readFileSync(file(name), 'utf8').trimEnd().split('\n');
const simulation = (...more: string[]) => [
  ...['simulate', '--teachers', '40', '--weeks', '12', '--seed', '5', '--csv', folder],
  ...more,
];

const IMPORTS = [
  ['import', 'schools', 'schools.csv'],
  ['import', 'people', 'people.csv', '--consent-on-file'],
  ['import', 'answers', 'answers.csv'],
];

describe('simulated files', () => {
  it('are imported without a fault, and give figures of a week', async () => {
    expect(await commands.run(...simulation())).toMatchObject({ code: 0, err: '' });
    for (const [command = '', kind = '', name = '', ...more] of IMPORTS) {
      expect(await commands.run(command, kind, file(name), ...more)).toMatchObject({ code: 0, err: '' });
    }
    const { prisma } = test.database;
    expect(await prisma.person.count({ where: { consentedAt: { not: null } } })).toBe(40);
    expect(await prisma.answer.count()).toBe(linesOf('answers.csv').length - 1);
    const { code, out } = await commands.run('trends', '--week', '2026-W07', '--json');
    expect(code).toBe(0);
    const scope = partnershipOf(parsePublishedWeek(out));
    expect(scope?.respondents).toBe('20-49');
    expect(scope?.total.mean).toBeGreaterThan(2.5);
    expect(scope?.total.mean).toBeLessThan(5.5);
  });

  it('are the same for the same seed, week by week, and hold what was asked for', async () => {
    await commands.run(...simulation('--from', '2025-W50', '--nonresponse', '0'));
    const first = ['schools.csv', 'people.csv', 'answers.csv'].map(linesOf);
    expect(first.map((lines) => lines.length)).toEqual([15, 41, 1 + 40 * 12 * 3]);
    expect(first[2]?.[1]).toMatch(/^teacher-1,[A-Z]{3}0[1-3],[0-6],2025-12-09T/);
    await commands.run(...simulation('--from', '2025-W50', '--nonresponse', '0'));
    expect(['schools.csv', 'people.csv', 'answers.csv'].map(linesOf)).toEqual(first);
  });

  it('have answers that never change when they are constant', async () => {
    await commands.run(...simulation('--constant'));
    const given = linesOf('answers.csv').slice(1);
    const kinds = new Set(given.map((line) => line.split(',').slice(0, 3).join()));
    const items = new Set(given.map((line) => line.split(',').slice(0, 2).join()));
    expect(kinds.size).toBe(items.size);
    expect(given.length).toBeGreaterThan(items.size);
  });

  it('that reach beyond today are written with a warning', async () => {
    const { code, err } = await commands.run(...simulation('--from', '2026-W40'));
    expect(code).toBe(0);
    expect(err).toMatch(/^The last week, 2026-W51, is not over, .*\n$/);
  });
});

describe('a simulation is refused in one line', () => {
  it.each([
    [['--teachers', '0'], /^--teachers cannot be "0": it must be a whole number from 1 to 100000\.$/m],
    [['--teachers', '2.5'], /^--teachers cannot be "2\.5": /],
    [['--weeks', '1e3'], /^--weeks cannot be "1e3": /],
    [['--seed', '-1'], /^--seed cannot be "-1": /],
    [['--nonresponse', '1.01'], /^--nonresponse cannot be "1\.01": it must be a number from 0 to 1/],
    [['--nonresponse', 'half'], /^--nonresponse cannot be "half": /],
    [['--from', '2025-W53'], /^--from cannot be "2025-W53": there is no week 53 in 2025/],
    [['--from', 'now'], /^--from cannot be "now": /],
  ])('with %j', async (words, fault) => {
    const { code, out, err } = await commands.run(...simulation(), ...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(fault);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('without the options that it needs', async () => {
    const { code, err } = await commands.run('simulate', '--teachers', '3');
    expect(code).toBe(2);
    expect(err.trimEnd().split('\n')).toEqual([
      'polsslag simulate needs --weeks <n>: how many weeks they are asked.',
      'polsslag simulate needs --seed <n>: the same seed gives the same files.',
      'polsslag simulate needs --csv <dir>: folder for schools.csv, people.csv and answers.csv; existing files are overwritten.',
    ]);
  });

  it('for a folder that cannot be written', async () => {
    writeFileSync(file('taken'), '');
    const { code, err } = await commands.run(...simulation(), '--csv', file('taken'));
    expect(code).toBe(2);
    expect(err).toBe(`The folder of --csv, ${file('taken')}, cannot be written: a file lies in its way.\n`);
  });
});

describe('as processes', () => {
  it('simulate, import three times, and see a week', async () => {
    const fresh = await createTestDatabase();
    const run = (...words: string[]) => polsslag(words, fresh.url);
    try {
      expect(await run(...simulation())).toMatchObject({ code: 0, err: '' });
      for (const [command = '', kind = '', name = '', ...more] of IMPORTS) {
        expect(await run(command, kind, file(name), ...more)).toMatchObject({ code: 0, err: '' });
      }
      const { code, out } = await run('trends', '--week', '2026-W11', '--json');
      expect(code).toBe(0);
      expect(partnershipOf(parsePublishedWeek(out))).not.toBeNull();
    } finally {
      await fresh.drop();
    }
  });
});

function polsslag(words: readonly string[], databaseUrl: string) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [builtPath('polsslag.js'), ...words], {
      env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
