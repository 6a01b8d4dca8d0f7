import { readFile } from 'node:fs/promises';
import { packageFile } from '../../../package-root.ts';
import { escapeHtml } from '../../../web/html-page.ts';
import { SCRIPT_PATH } from './addresses.ts';
import type { PageScript } from './page-script.ts';
import { pageTexts } from './page-texts.ts';
import { STYLE } from './style.ts';

/** The same file that stands in the repository. */
const DOCUMENT = packageFile('docs/evaluation.md');

/** What the server can and cannot know, with the hash of the script that this server sends. */
export async function howHtml(language: string, { integrity }: PageScript): Promise<string> {
  // Imported here: a process need not wait for what few ever read.
  const [{ toHtml }, text] = await Promise.all([import('../../../web/markdown.ts'), readFile(DOCUMENT, 'utf8')]);
  const { script } = pageTexts(language).how;
  const { title } = pageTexts(language).how;
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)} · Polsslag</title>` +
    `<style>${STYLE}</style></head><body><header><span>Polsslag</span></header><main>` +
    `<p>${escapeHtml(script)} <a href="${SCRIPT_PATH}">${SCRIPT_PATH}</a><br><code>${integrity}</code></p>${toHtml(text)}</main></body></html>\n`
  );
}
