import { PolsslagError } from '../../src/errors.ts';
import { packageFile } from '../../src/package-root.ts';

export interface Bundle {
  readonly script: string;
  readonly style: string;
}

// The sources are bundled, also when this file runs from dist/.
const BROWSER = `${packageFile('playground/page/browser')}/`;

let made: Promise<Bundle> | null = null;

/**
 * Bundles the page's script and style sheet in memory, once: the sources do not change while a process runs.
 * @throws PolsslagError UNAVAILABLE without esbuild
 */
export function bundlePage(): Promise<Bundle> {
  made ??= makeBundle();
  return made;
}

async function makeBundle(): Promise<Bundle> {
  const { build } = await loadEsbuild();
  const result = await build({
    entryPoints: { page: `${BROWSER}page.tsx`, style: `${BROWSER}style.css` },
    outdir: BROWSER,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const textOf = (ending: string) => result.outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: textOf('page.js'), style: textOf('style.css') };
}

async function loadEsbuild() {
  try {
    return await import('esbuild');
  } catch (cause) {
    throw new PolsslagError(
      'UNAVAILABLE',
      "The playground's page needs the development dependencies: run npm ci without --omit=dev.",
      { cause },
    );
  }
}
