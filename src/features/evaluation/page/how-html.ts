import { readFile } from 'node:fs/promises';
import { packageFile } from '../../../package-root.ts';
import { escapeHtml } from '../../../web/html-page.ts';
import { HOW_PATH, SCRIPT_PATH } from './addresses.ts';
import type { PageScript } from './page-script.ts';
import { pageTexts } from './page-texts.ts';
import { STYLE } from './style.ts';

/**
 * The document in the repository. The part for teachers is in both languages, the part for readers of code in English
 * only.
 */
const DOCUMENT = packageFile('docs/evaluation.md');
const LANGUAGE_HEADINGS = { nl: '## Nederlands\n', en: '## English\n' } as const;
const IN_ENGLISH_ONLY = ['### The code\n', '### For the operator\n'] as const;

/**
 * The page about what the server can and cannot know: first a summary, then the whole document, with the hash of the
 * script that this server sends.
 */
export async function howHtml(language: string, { integrity }: PageScript): Promise<string> {
  // Imported here, because few people ever read this page and a process need not load it to start.
  const [{ toHtml }, text] = await Promise.all([import('../../../web/markdown.ts'), readFile(DOCUMENT, 'utf8')]);
  const { otherLanguage, how } = pageTexts(language);
  const other = language === 'nl' ? 'en' : 'nl';
  const list = (points: readonly string[]) =>
    `<ul>${points.map((point) => `<li>${escapeHtml(point)}</li>`).join('')}</ul>`;
  const heading = (level: 1 | 2, title: string) => `<h${level}>${escapeHtml(title)}</h${level}>`;
  const inEnglish =
    language === 'en'
      ? ''
      : `<div lang="en">${IN_ENGLISH_ONLY.map((part) => toHtml(partOf(text, part))).join('')}</div>`;
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(how.title)} · Polsslag</title>` +
    `<style>${STYLE}</style></head><body><header><span>Polsslag</span><a href="${HOW_PATH}?taal=${other}" lang="${other}">${otherLanguage}</a></header>` +
    `<main>${heading(1, how.title)}${list(how.known)}${heading(2, how.yours)}${list(how.advice)}` +
    `<p><a href="#${how.unsolved.anchor}">${escapeHtml(how.unsolved.label)}</a></p>` +
    `${heading(2, how.whole)}${toHtml(wholeIn(text, language))}${inEnglish}` +
    `${heading(2, how.scriptTitle)}<p>${escapeHtml(how.script)} <a href="${SCRIPT_PATH}">${SCRIPT_PATH}</a><br><code>${integrity}</code></p></main></body></html>\n`
  );
}

function wholeIn(text: string, language: string): string {
  return language === 'en'
    ? partOf(text, LANGUAGE_HEADINGS.en, null)
    : partOf(text, LANGUAGE_HEADINGS.nl, LANGUAGE_HEADINGS.en);
}

/**
 * The text below a heading, up to another heading.
 * @param until the heading to stop at; null takes all that follows, undefined stops at the next heading of level 2 or 3
 *   and includes `heading` itself
 */
function partOf(text: string, heading: string, until?: string | null): string {
  const [, after = ''] = text.split(`\n${heading}`);
  if (until === undefined) return `${heading}${after.split(/\n###? /)[0] ?? ''}`;
  return until === null ? after : (after.split(`\n${until}`)[0] ?? '');
}
