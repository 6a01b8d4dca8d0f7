import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';

const SRC = path.resolve(import.meta.dirname, '../src');
/** Exports for each thousand lines. The aim is thirty; lower this number when the code gets closer. */
const MOST = 30;

const NAMED = /^export (?:async )?(?:function\*?|const|class|type|interface|enum) /gm;

it('a file keeps to itself what has one neighbour: few names are exported', () => {
  const texts = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll(path.sep, '/'))
    .filter((name) => /\.tsx?$/.test(name) && !/^config[./]|^database\/generated\//.test(name))
    .map((name) => readFileSync(path.join(SRC, name), 'utf8'));
  const count = (pattern: RegExp) => texts.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
  expect(count(NAMED)).toBeGreaterThan(500);
  // No export escapes the count.
  expect(count(/^export (?:\{|\*|type \{)/gm)).toBe(0);
  expect((count(NAMED) / count(/\n/g)) * 1_000).toBeLessThanOrEqual(MOST);
});
