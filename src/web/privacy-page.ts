import { readFile } from 'node:fs/promises';
import { Router } from 'express';
import { packageFile } from '../package-root.ts';
import { sendPage } from './html-page.ts';

/** The file beside the README. */
const PRIVACY = packageFile('PRIVACY.md');

/** Serves /privacy, which the Teams manifest links to for its privacy statement and its terms. */
export function createPrivacyPage(file: string | URL = PRIVACY): Router {
  const router = Router();
  router.get('/privacy', async (_request, response) => {
    // Imported here, because few people ever open this page and no start should wait for it.
    const [{ toHtml }, text] = await Promise.all([import('./markdown.ts'), readFile(file, 'utf8')]);
    sendPage(response, { language: 'nl', title: 'Polsslag: privacy', body: toHtml(text) });
  });
  return router;
}
