import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

const root = path.resolve(import.meta.dirname, '../..');
let folder: string;

beforeAll(() => {
  folder = makeTemporaryFolder('types');
});
afterAll(() => rmSync(folder, { recursive: true }));

const IMPORTS = `
import { describeWeeks } from '${root}/src/features/trends/week-chart.ts';
import { weekChart } from '${root}/src/features/trends/week-chart.ts';
import { partnershipOf } from '${root}/src/features/trends/week-chart.ts';
import { weekView } from '${root}/src/features/trends/week-view.ts';
import { methodView } from '${root}/src/features/method/view.ts';
import { rankingView } from '${root}/src/features/resources/ranking-view.ts';
import { rankingRows } from '${root}/src/features/resources/ranking-picture.ts';
import { readInstruments } from '${root}/src/instruments.ts';
import { discloseMethod } from '${root}/src/measurement/disclosure/method.ts';
import { parsePublishedWeek, publishedWeekJson } from '${root}/src/measurement/disclosure/week.ts';
import type { PublishedMethod } from '${root}/src/measurement/published-method.ts';
import type { PublishedFigure, PublishedWeek } from '${root}/src/measurement/published-week.ts';
const figure = { mean: 4, step: 0.1, interval: null, change: null } as const;
const scales = { total: figure, vigour: figure, dedication: figure, absorption: figure };
const week = { week: '2026-W47', scopes: [{ scope: 'partnership', published: true, respondents: '5-9', ...scales }] } as const;
const method = { alpha: { vigour: 0.8, dedication: 0.8, absorption: 0.8 }, cycles: 30, teachers: '10-19' } as const;
const quarter = { quarter: '2026-Q4', groups: [] } as const;
const instrument = (await readInstruments([])).resources.first;
const shown = { instrument, language: 'nl', fewest: 6, pictureOf: null } as const;
export const used = [rankingView, rankingRows, quarter, shown, weekChart, describeWeeks, partnershipOf, weekView, methodView, publishedWeekJson, week, method];
export type Used = [PublishedFigure, PublishedMethod, PublishedWeek];
`;

/** Statements that must compile, one per line. */
const ALLOWED = [
  `const read = parsePublishedWeek('{}');`,
  `weekView(read, 'nl', null); weekChart([read], 'nl', () => false); describeWeeks([read], 'nl'); publishedWeekJson(read);`,
  `export const figureOfAWeek: PublishedFigure | undefined = partnershipOf(read)?.total;`,
  `const told = discloseMethod({ cycles: 0, teachers: 0, ofTwo: 0, scales: null }); if (told) methodView(told, 'nl');`,
];

/** Values that may not be passed to a renderer. */
const ARGUMENTS = [
  `weekView(week, 'nl', null);`,
  `weekChart([week], 'nl', () => false);`,
  `describeWeeks([week], 'nl');`,
  `partnershipOf(week);`,
  `publishedWeekJson(week);`,
  `methodView(method, 'nl');`,
  `rankingView(quarter, shown);`,
  `rankingRows(quarter, { group: 'locus', language: 'nl' }, instrument);`,
];

const MARKED = [
  `export const a: PublishedWeek = week;`,
  `export const b: PublishedFigure = figure;`,
  `export const c: PublishedMethod = method;`,
];

const STATEMENTS = [...ALLOWED, ...ARGUMENTS, ...MARKED];

/** Compiles all statements, together because each time takes seconds, under the project's own settings. @returns the compiler's error codes, by statement */
function compile(): ReadonlyMap<string, readonly string[]> {
  const source = path.join(folder, 'fixture.ts');
  const settings = { extends: `${root}/tsconfig.json`, files: [source], include: [] };
  const asAFixture = {
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    noUnusedLocals: false,
  };
  const options = { ...asAFixture, types: ['node'], typeRoots: [`${root}/node_modules/@types`] };
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ ...settings, compilerOptions: options }));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(source, `${IMPORTS}${STATEMENTS.join('\n')}\n`);
  const { stdout } = spawnSync(
    path.join(root, 'node_modules/.bin/tsc'),
    ['--noEmit', '--pretty', 'false', '-p', folder],
    {
      encoding: 'utf8',
    },
  );
  const first = IMPORTS.split('\n').length;
  const found = new Map<string, string[]>();
  for (const line of stdout.split('\n')) {
    const [, at, code = ''] = /fixture\.ts\((\d+),\d+\): error (TS\d+)/.exec(line) ?? [];
    const statement = STATEMENTS[Number(at) - first];
    if (statement) found.set(statement, [...(found.get(statement) ?? []), code]);
    else if (line.includes('error')) found.set(line, ['beside the statements']);
  }
  return found;
}

describe('the compiler', () => {
  let faults: ReturnType<typeof compile>;
  beforeAll(() => {
    faults = compile();
  });

  it('lets through what the disclosure made', () => {
    const refused = [...faults.keys()];
    expect(refused.filter((statement) => !ARGUMENTS.includes(statement) && !MARKED.includes(statement))).toEqual([]);
  });

  it.each(ARGUMENTS)('refuses figures that did not go through the disclosure, at every renderer: %s', (statement) => {
    expect(faults.get(statement)).toEqual([expect.stringMatching(/^(TS2345|TS2322|TS2741)$/)]);
  });

  it.each(MARKED)('refuses to mark anything anywhere else: %s', (statement) => {
    expect(faults.get(statement)).toHaveLength(1);
  });
});
