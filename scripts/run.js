import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile, fingerprint } from './compile.js';

/*
 * Runs playground/polsslag.ts. It compiles the sources once and reuses the result for the same sources, because
 * compiling takes longer than the start itself. This is plain JavaScript, because Node 20 runs nothing else.
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folders = ['src', 'playground'];
// Git ignores this folder, and programs in it find the packages.
const cache = path.join(root, 'node_modules', '.cache', 'polsslag');
const PROGRAM = 'playground/polsslag.ts';
const ENTRY = 'polsslag.mjs';
/**
 * Milliseconds after which unused programs are deleted, when a new one is compiled. Not at once: a process may still be
 * loading parts of an old one.
 */
const STALE_AFTER_MS = 24 * 3_600_000;

await import(pathToFileURL(await findCompiled()).href);

/** @returns the program to run: the compiled one, or the source itself when nothing can be written */
async function findCompiled() {
  const folder = path.join(cache, fingerprint(root, folders));
  const entry = path.join(folder, ENTRY);
  if (existsSync(entry)) {
    markUsed(folder);
    return entry;
  }
  try {
    process.stderr.write('Compiling Polsslag, once …\n');
    mkdirSync(cache, { recursive: true });
    // Compiled into a folder beside it and then renamed, so that nobody uses half of it. When two processes compile at
    // once, either result will do.
    const half = `${folder}.${process.pid}`;
    await compile({
      root,
      programs: { polsslag: PROGRAM },
      folder: half,
      ending: '.mjs',
      plugins: [{ name: 'where-it-lay', setup: inlineImportUrl }],
    });
    moveInPlace(half, folder);
    removeStale(folder);
    return entry;
  } catch {
    const { register } = await import('tsx/esm/api');
    register();
    return path.join(root, PROGRAM);
  }
}

/**
 * Replaces import.meta.url by the address of the source, so that each module still finds the files beside its source.
 * @param {import('esbuild').PluginBuild} build
 */
function inlineImportUrl(build) {
  build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
    const text = readFileSync(file, 'utf8');
    return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)) };
  });
}

/**
 * @param {string} half
 * @param {string} folder
 */
function moveInPlace(half, folder) {
  try {
    renameSync(half, folder);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    // Another process may have been faster.
    if (!existsSync(path.join(folder, ENTRY))) throw error;
  }
}

/** @param {string} folder */
function markUsed(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // The folder belongs to another user, who deletes it in time.
  }
}

/** @param {string} used */
function removeStale(used) {
  for (const entry of readdirSync(cache)) {
    const folder = path.join(cache, entry);
    if (folder !== used && Date.now() - statSync(folder).mtimeMs > STALE_AFTER_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}
