import type { Response } from 'express';

/** How every page of ours looks. */
const STYLE = [
  ':root{color-scheme:light dark}',
  'body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}',
  'td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}',
  // Paths and long words make a table wider than a telephone, and then the whole page.
  '@media(max-width:36rem){td,th{font-size:.9rem;hyphens:auto;overflow-wrap:anywhere;min-width:4.4rem}}',
].join('');

interface HtmlPage {
  readonly language: 'nl' | 'en';
  readonly title: string;
  /** Beside what every page has. */
  readonly style?: string;
  /** HTML. */
  readonly body: string;
}

/** Answers with a page that runs nothing, fetches nothing and is in no frame. */
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

/** For an element's text, and for an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
