import { readFile } from 'node:fs/promises';
import { Router } from 'express';
import { packageFile } from '../package-root.ts';
import { toHtml } from './simple-markdown.ts';

/** The same file that stands beside the README. */
const PRIVACY = packageFile('PRIVACY.md');

const STYLE =
  'body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0}';

/** Serves /privacy, which the Teams manifest links to for its privacy statement and its terms. */
export function createPrivacyPage(file: string | URL = PRIVACY): Router {
  const router = Router();
  router.get('/privacy', async (_request, response) => {
    const text = toHtml(await readFile(file, 'utf8'));
    response
      .set('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .type('html')
      .send(
        `<!doctype html><html lang="nl"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
          `<title>Polsslag: privacy</title><style>${STYLE}</style>\n${text}</html>\n`,
      );
  });
  return router;
}
