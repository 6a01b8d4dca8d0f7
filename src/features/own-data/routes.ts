import { type RequestHandler, Router } from 'express';
import type { Tools } from '../../feature.ts';
import { sha256 } from '../../sha256.ts';
import { sendPage } from '../../web/html-page.ts';
import { ownDataJson } from './as-json.ts';
import { closedPage, dataPage, spentPage } from './page.ts';
import type { createOwnDataStore } from './store.ts';

interface Context extends Pick<Tools, 'now' | 'settings'>, Pick<Tools['all'], 'export'> {
  readonly store: ReturnType<typeof createOwnDataStore>;
}

/** Where the page stands; what comes behind it is known to the person only. */
export const PATH = '/my-data';

/** The page with one's own data: opened as often as one likes, shown once, for an hour. */
export function ownDataRoutes(context: Context): RequestHandler {
  const { store, now, settings } = context;
  const router = Router();
  // Whoever comes later to the same telephone finds it in no cache.
  router.use(PATH, (_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
    next();
  });
  router.get(`${PATH}/:token`, async ({ params: { token } }, response) => {
    const link = await findLink(context, token);
    if ('why' in link) return sendPage(response.status(link.status), spentPage(link.language, link.why));
    sendPage(response, closedPage(link.language));
  });
  router.post(`${PATH}/:token`, async ({ params: { token } }, response) => {
    const link = await findLink(context, token);
    if ('why' in link) return sendPage(response.status(link.status), spentPage(link.language, link.why));
    const { personId: id, language } = link;
    // Read before it is spent: one that fails can be asked for again.
    const data = await context.export({ id, language });
    const at = now();
    if (!(await store.spendLink(sha256(token), at))) return sendPage(response.status(410), spentPage(language, 'used'));
    sendPage(response, dataPage(language, data, ownDataJson(data, at), settings.timezone));
  });
  return router;
}

type Found =
  | { readonly personId: string; readonly language: string }
  | { readonly why: 'used' | 'late' | 'unknown'; readonly status: number; readonly language: string | null };

async function findLink({ store, now }: Context, token: string): Promise<Found> {
  const link = await store.findLink(sha256(token));
  if (!link) return { why: 'unknown', status: 404, language: null };
  const { language, personId } = link;
  if (link.usedAt !== null) return { why: 'used', status: 410, language };
  if (link.expiresAt <= now()) return { why: 'late', status: 410, language };
  return { personId, language };
}
