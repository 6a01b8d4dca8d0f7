import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compile, fingerprint } from './compile.js';

/*
 * Runs playground/polsslag.ts, compiled once: what was made of the very same sources is used again, for compiling them takes longer than
 * everything that they do before they listen. Plain JavaScript, for Node 20 runs nothing else.
 */

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folders = ['src', 'playground'];
// Git knows nothing of it, and whatever runs from here finds the packages.
const cache = path.join(root, 'node_modules', '.cache', 'polsslag');
const PROGRAM = 'playground/polsslag.ts';
const ENTRY = 'polsslag.mjs';
/** Milliseconds: what nobody ran for a day goes when something new is made; a process may still be loading parts of it. */
const STALE_AFTER_MS = 24 * 3_600_000;

await import(pathToFileURL(await findCompiled()).href);

/** @returns the program to run: compiled, or the source itself where nothing can be written */
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
    // Made beside and renamed: nobody sees half of it, and of two that make it at once one is as good as the other.
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
 * Each module still finds what lies beside its source.
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
    // Unless another process was faster.
    if (!existsSync(path.join(folder, ENTRY))) throw error;
  }
}

/** @param {string} folder */
function markUsed(folder) {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Somebody else made it: they are the one who tidies.
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
