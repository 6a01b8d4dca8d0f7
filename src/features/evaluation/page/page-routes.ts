import { createHash } from 'node:crypto';
import { type RequestHandler, type Response, Router } from 'express';
import { LANGUAGES } from '../../../text/languages.ts';
import { HOW_PATH, ROOT_PATH, SCRIPT_PATH } from './addresses.ts';
import { howHtml } from './how-html.ts';
import { type PageCampaign, pageHtml, unknownPageHtml } from './page-html.ts';
import { type Encoding, pageScript } from './page-script.ts';
import { STYLE } from './style.ts';

interface PageOptions {
  readonly campaignFor: (id: string, now: Date) => Promise<PageCampaign | null>;
  readonly now: () => Date;
  readonly timezone: string;
}

/** In order of preference: the smallest first. */
const ENCODINGS: readonly Encoding[] = ['br', 'gzip'];

/**
 * Allows nothing from other servers, no frames and no requests to other servers, and gives nobody a way to notice who
 * opened the page.
 */
const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** Serves the page with the form, its script, and the page that explains how to check both. */
export function evaluationPages({ campaignFor, now, timezone }: PageOptions): RequestHandler {
  const router = Router();
  router.use(ROOT_PATH, (_request, response, next) => {
    response.set(HEADERS);
    next();
  });
  router.get(SCRIPT_PATH, async (request, response) => {
    const { bytes, compressed } = await pageScript();
    const encoding = ENCODINGS.find((each) => request.acceptsEncodings(each) === each);
    response.type('text/javascript').vary('accept-encoding');
    if (encoding) response.set('content-encoding', encoding).end(compressed[encoding]);
    else response.end(bytes);
  });
  router.get(HOW_PATH, async ({ query }, response) => {
    send(response, await howHtml(languageOf(query['taal']), await pageScript()));
  });
  router.get(`${ROOT_PATH}/:campaign`, async ({ params, query }, response) => {
    const language = languageOf(query['taal']);
    const campaign = await campaignFor(params.campaign, now());
    if (!campaign) return send(response.status(404), unknownPageHtml(language));
    send(response, pageHtml(campaign, { language, timezone, script: await pageScript() }));
  });
  return router;
}

/** `end` rather than `send`, which would add an ETag: an ETag could tell one copy of the page from another. */
function send(response: Response, html: string): void {
  response.type('html').end(html);
}

function languageOf(asked: unknown): string {
  return LANGUAGES.find((each) => each === asked) ?? 'nl';
}
