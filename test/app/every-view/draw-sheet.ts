import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import type { FieldValues } from '../../../src/chat/view.ts';
import { packageFile } from '../../../src/package-root.ts';
import { PICTURES_WANTED } from '../../browser.ts';
import type { Rendering } from '../../platforms/adapter-rig.ts';

/** One view on every platform. */
export interface Row {
  readonly name: string;
  /** The values of a submitted dialog, which Slack itself keeps in the modal. */
  readonly typed: FieldValues;
  readonly looks: readonly Rendering[];
}

/** Git ignores this folder. */
const FOLDER = packageFile('test/.artifacts');
/** The browser does not draw a much longer picture completely. */
const ROWS_PER_PICTURE = 18;
/** The number of views beside each other. */
const COLUMNS = 3;
/** Drawing all views takes a browser seconds, and more than a minute on a busy machine. */
const DRAW_TIMEOUT_MS = 600_000;
const ADDRESS = 'http://sheet.test/';
/** The width of a telephone without the chat's margins, in CSS pixels. */
const WIDTH = 360;

const STYLE = `
  body { padding: 16px; overflow: auto; height: auto }
  #sheet { columns: ${COLUMNS}; column-gap: 32px }
  section { break-inside: avoid }
  h2 { margin: 24px 0 8px; font-size: 14px }
  .looks { display: flex; gap: 24px; align-items: flex-start }
  .phone { width: ${WIDTH}px; padding: 10px; border: 1px solid var(--edge); border-radius: 10px; background: var(--paper) }
  .phone .foot { border-top: 1px solid var(--line); margin: 10px 0 0; padding-top: 8px; text-align: right; font-weight: bold }
`;

/** Without pictures the browser need not lay out the views, which is most of its work for such a long page. */
const UNSEEN = PICTURES_WANTED ? '' : '#sheet { display: none }';

/** Made once for all languages. */
let bundled: Promise<Bundle> | null = null;

/**
 * Draws the rows as the playground's page would, and saves pictures when they are wanted.
 * @returns the number of views drawn
 */
export async function drawSheet(browser: Browser, name: string, rows: readonly Row[]): Promise<number> {
  await mkdir(FOLDER, { recursive: true });
  bundled ??= makeBundle();
  const bundle = await bundled;
  const page = await browser.newPage({ viewport: { width: COLUMNS * (2 * WIDTH + 80) + 40, height: 900 } });
  const shown = { html: '' };
  // Every other address is blocked, including those of pictures.
  await page.route(/^http/, (route) =>
    route.request().url() === ADDRESS ? route.fulfill({ contentType: 'text/html', body: shown.html }) : route.abort(),
  );
  const atOnce = PICTURES_WANTED ? ROWS_PER_PICTURE : rows.length;
  let drawn = 0;
  for (let first = 0; first < rows.length; first += atOnce) {
    shown.html = pageOf(rows.slice(first, first + atOnce), bundle);
    await page.goto(ADDRESS);
    // Attached and not visible, because the sheet is hidden when no pictures are wanted.
    await page.locator('section').first().waitFor({ state: 'attached', timeout: DRAW_TIMEOUT_MS });
    drawn += await page.locator('.phone .message-content > *').count();
    const number = String(first / atOnce + 1).padStart(2, '0');
    if (PICTURES_WANTED)
      await page.screenshot({ path: path.join(FOLDER, `sheet-${name}-${number}.png`), fullPage: true });
  }
  await page.close();
  return drawn;
}

interface Bundle {
  readonly script: string;
  readonly style: string;
}

function pageOf(rows: readonly Row[], { script, style }: Bundle): string {
  const looks = JSON.stringify(rows).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="nl"><head><meta charset="utf-8"><style>${style}${STYLE}${UNSEEN}</style></head><body>
    <div id="sheet"></div><script type="application/json" id="looks">${looks}</script>
<script type="module">${script.replaceAll('</script', '<\\/script')}</script></body></html>`;
}

async function makeBundle(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: {
      sheet: packageFile('test/app/every-view/sheet.tsx'),
      style: packageFile('playground/page/browser/style.css'),
    },
    outdir: FOLDER,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const textOf = (ending: string) => outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
  return { script: textOf('sheet.js'), style: textOf('style.css') };
}
