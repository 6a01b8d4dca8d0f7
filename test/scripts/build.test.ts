import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

/* Runs `npm run build` in its own small checkout, with a package that is no ES module. */

let checkout: string;

beforeEach(() => {
  checkout = makeTemporaryFolder('build-script');
  const here = path.resolve(import.meta.dirname, '../..');
  for (const script of ['build.js', 'compile.js', 'page-script.js'])
    cpSync(path.join(here, 'scripts', script), path.join(checkout, 'scripts', script));
  mkdirSync(path.join(checkout, 'node_modules'));
  symlinkSync(path.join(here, 'node_modules/esbuild'), path.join(checkout, 'node_modules/esbuild'));
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write('node_modules/old/package.json', '{ "main": "index.js" }');
  write('node_modules/old/index.js', "/*! Licence of old */ exports.word = require('node:path').basename(__filename);");
  write('src/app/later.ts', "import { word } from 'old'; export const later: string = word;");
  write('src/app/polsslag.ts', "const { later } = await import('./later.ts'); console.log(later);");
  write('src/chart/draw-thread.ts', 'export {};');
  write('src/features/evaluation/browser/script.ts', 'export {};');
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test('what is built runs without its packages, with their licences, and what was there before is gone', async () => {
  write('dist/old.js', '');
  await run('scripts/build.js');
  rmSync(path.join(checkout, 'node_modules/old'), { recursive: true });
  rmSync(path.join(checkout, 'src'), { recursive: true });
  expect(await run('dist/polsslag.js')).toMatch(/^later-\w+\.js\n$/);
  expect(existsSync(path.join(checkout, 'dist/draw-thread.js'))).toBe(true);
  expect(existsSync(path.join(checkout, 'dist/old.js'))).toBe(false);
  const { stdout } = await promisify(execFile)('grep', ['-rl', 'Licence of old', path.join(checkout, 'dist')]);
  expect(stdout).toContain('later-');
});

test('nothing is built again until something has changed', async () => {
  await run('scripts/build.js');
  const before = built();
  await run('scripts/build.js');
  expect(built()).toEqual(before);
  write('src/chart/draw-thread.ts', "console.log('new');");
  await run('scripts/build.js');
  expect(await run('dist/draw-thread.js')).toBe('new\n');
});

test('a package that would lose its names is refused', async () => {
  write('src/app/polsslag.ts', "const { word } = await import('old'); console.log(word);");
  await expect(run('scripts/build.js')).rejects.toThrow('import(…) of node_modules/old/index.js');
  await expect(run('scripts/build.js')).rejects.toThrow('import(…) of node_modules/old/index.js');
});

function built(): [string, number][] {
  const dist = path.join(checkout, 'dist');
  return readdirSync(dist).map((file) => [file, statSync(path.join(dist, file)).mtimeMs]);
}

function write(file: string, text: string): void {
  const full = path.join(checkout, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
}

async function run(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(checkout, program)]);
  return stdout;
}
