import type { Response } from 'express';

/** The style that all pages share. */
const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}',
  'td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}',
  // Without this, paths and long words in a table would make the page wider than a telephone.
  '@media(max-width:36rem){td,th{font-size:.9rem;hyphens:auto;overflow-wrap:anywhere;min-width:4.4rem}}',
].join('');

interface HtmlPage {
  readonly language: 'nl' | 'en';
  readonly title: string;
  /** Styles in addition to the shared ones. */
  readonly style?: string;
  /** HTML. */
  readonly body: string;
}

/** Answers with a page that runs no scripts, fetches nothing and cannot be framed. */
export function sendPage(response: Response, { language, title, style = '', body }: HtmlPage): void {
  response
    .set(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    .type('html')
    .send(
      `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
        `<title>${escapeHtml(title)}</title><style>${STYLE}${style}</style>\n<main>${body}</main></html>\n`,
    );
}

/** Escapes a text for use in an element, or in an attribute with double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
