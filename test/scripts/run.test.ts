import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { makeTemporaryFolder } from '../../tools/servers/temporary-folder.ts';

/* Runs `npm run demo` and `npm run polsslag` in its own small checkout. */

let checkout: string;

beforeEach(() => {
  checkout = makeTemporaryFolder('run-script');
  const here = path.resolve(import.meta.dirname, '../..');
  for (const folder of ['src', 'playground', 'scripts', 'node_modules']) {
    mkdirSync(path.join(checkout, folder), { recursive: true });
  }
  for (const script of ['run.js', 'compile.js'])
    cpSync(path.join(here, 'scripts', script), path.join(checkout, 'scripts', script));
  for (const packageName of ['esbuild', 'tsx'])
    symlinkSync(path.join(here, 'node_modules', packageName), path.join(checkout, 'node_modules', packageName));
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write('src/words.ts', "export const words: string = 'one';");
  write(
    'playground/polsslag.ts',
    `import { existsSync } from 'node:fs';
     import { words } from '../src/words.ts';
     console.log(words, process.argv.slice(2).join(), existsSync(new URL('../src/words.ts', import.meta.url)));`,
  );
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

test('what was compiled is used again, and never once a source or a package has changed', async () => {
  expect(await run()).toEqual({ stdout: 'one demo true\n', compiled: true });
  expect(await run()).toEqual({ stdout: 'one demo true\n', compiled: false });
  write('src/words.ts', "export const words: string = 'two';");
  expect(await run()).toEqual({ stdout: 'two demo true\n', compiled: true });
  write('src/words.ts', "export const words: string = 'one';");
  expect(await run()).toEqual({ stdout: 'one demo true\n', compiled: false });
  write('package-lock.json', '{ "lockfileVersion": 3 }');
  expect(await run()).toEqual({ stdout: 'one demo true\n', compiled: true });
});

test('two that start at once both run, and leave one copy', async () => {
  const [first, second] = await Promise.all([run(), run()]);
  expect([first.stdout, second.stdout]).toEqual(['one demo true\n', 'one demo true\n']);
  expect(readdirSync(path.join(checkout, 'node_modules/.cache/polsslag'))).toHaveLength(1);
});

test('where nothing can be written the sources themselves run', async () => {
  write('node_modules/.cache', 'a file where the folder would be');
  expect((await run()).stdout).toBe('one demo true\n');
});

function write(file: string, text: string): void {
  writeFileSync(path.join(checkout, file), text);
}

async function run(): Promise<{ stdout: string; compiled: boolean }> {
  const script = path.join(checkout, 'scripts/run.js');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, 'demo']);
  return { stdout, compiled: stderr.includes('Compiling') };
}
