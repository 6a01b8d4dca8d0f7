import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDERS = ['src', 'playground', 'tools'];
const TYPE = /^(?:export )?(?:interface|type) (\w+)(?:<.*?>)?(?: extends [^{]+)?(?: =\s*(.*))?/gm;

/** Derived from a neighbour's function, constant or type, so that both mean the same. */
const TAKEN = /^(?:\(?(?:Parameters|ReturnType|Awaited|NonNullable|Extract|Omit|Pick|z\.infer)<|\(typeof |\w+\[)/;

interface Declared {
  readonly name: string;
  readonly file: string;
}

/** Types that define themselves. */
function typesOf(file: string): Declared[] {
  return [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(TYPE)].flatMap(([, name = '', what = '']) =>
    TAKEN.test(what) ? [] : [{ name, file }],
  );
}

function sameOnBothPlatforms(files: readonly string[]): boolean {
  return ['src/platforms', 'playground'].some(
    (both) =>
      files.length === 2 &&
      ['slack', 'teams'].every((name) => files.some((file) => file.startsWith(`${both}/${name}/`))),
  );
}

it('gives one name to one type', () => {
  const declared = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
  )
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('src/database/generated/'))
    .flatMap(typesOf);
  expect(declared.length).toBeGreaterThan(500);
  const files = new Map<string, string[]>();
  for (const { name, file } of declared) files.set(name, [...(files.get(name) ?? []), file]);
  expect([...files].filter(([, where]) => where.length > 1 && !sameOnBothPlatforms(where))).toEqual([]);
});
