import { createHash } from 'node:crypto';
import path from 'node:path';

/*
 * Makes the script of the anonymous evaluation's page. The same sources and packages give the same bytes everywhere, so
 * anybody who doubts what a server sends can make it and compare (scripts/evaluation-script.js).
 */

/** The file name in dist/, beside the program that serves it. */
export const PAGE_SCRIPT = 'evaluation-script.js';

/**
 * @param {string} root of the repository
 * @returns {Promise<Uint8Array>}
 */
export async function makePageScript(root) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [path.join(root, 'src/features/evaluation/browser/script.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    tsconfigRaw: '{}',
  });
  const [script] = outputFiles;
  if (!script) throw new Error('esbuild made nothing');
  return script.contents;
}

/**
 * The integrity value that a browser checks.
 * @param {Uint8Array} bytes
 */
export function integrityOf(bytes) {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}
