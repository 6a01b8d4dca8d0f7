import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { type RequestHandler, Router } from 'express';
import type { OwnData, Tools } from '../../feature.ts';
import { sha256 } from '../../sha256.ts';
import { LANGUAGES } from '../../text/languages.ts';
import { escapeHtml, sendPage } from '../../web/html-page.ts';
import { ownDataJson } from './as-json.ts';
import type { createOwnDataStore } from './store.ts';
import { ownDataTexts } from './texts.ts';

interface OwnDataPages extends Pick<Tools, 'now' | 'settings'>, Pick<Tools['all'], 'export'> {
  readonly store: ReturnType<typeof createOwnDataStore>;
}

/** The path of the page; a secret token follows it. */
export const PATH = '/my-data';

/** The page with somebody's own data. It can be opened any number of times, but shows the data once, within an hour. */
export function ownDataPage(context: OwnDataPages): RequestHandler {
  const { store, now, settings } = context;
  const router = Router();
  // `no-store`, so that the next user of the same phone finds it in no cache.
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
    // Read before the link is used up, so that a failure can be tried again.
    const data = await context.export({ id, language });
    const at = now();
    if (!(await store.spendLink(sha256(token), at))) return sendPage(response.status(410), spentPage(language, 'used'));
    sendPage(response, dataPage(language, data, ownDataJson(data, at), link.timezone ?? settings.timezone));
  });
  return router;
}

type Found =
  | { readonly personId: string; readonly language: string; readonly timezone: string | null }
  | { readonly why: 'used' | 'late' | 'unknown'; readonly status: number; readonly language: string | null };

async function findLink({ store, now }: OwnDataPages, token: string): Promise<Found> {
  const link = await store.findLink(sha256(token));
  if (!link) return { why: 'unknown', status: 404, language: null };
  const { language, personId, timezone } = link;
  if (link.usedAt !== null) return { why: 'used', status: 410, language };
  if (link.expiresAt <= now()) return { why: 'late', status: 410, language };
  return { personId, language, timezone };
}

type HtmlPage = Parameters<typeof sendPage>[1];

const STYLE = [
  'h1{line-height:1.2}h2{margin-top:2.5rem}',
  '.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.95rem}',
  'td,th{border-bottom:1px solid #8886}th{white-space:nowrap}td{overflow-wrap:anywhere;min-width:4rem}',
  // Columns beside each other scroll sideways on a telephone: none becomes so narrow that a day breaks in two.
  '.rows td{overflow-wrap:break-word;min-width:5.8rem}',
  'button,.save{display:inline-block;font:inherit;padding:.7rem 1.2rem;border:0;border-radius:.5rem}',
  'button,.save{background:#1d4f91;color:#fff;text-decoration:none;cursor:pointer}',
].join('');

/** The page before the link is used up. Opening it shows nothing yet, because link previews open links too. */
function closedPage(language: string): HtmlPage {
  const { title, before, alone, show } = ownDataTexts(language).page;
  const body =
    `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(before)}</p><p>${escapeHtml(alone)}</p>` +
    `<form method="post"><button>${escapeHtml(show)}</button></form>`;
  return { language: pageLanguage(language), title, style: STYLE, body };
}

/** All data, to read and to save as a file. */
function dataPage(language: string, data: readonly OwnData[], json: string, timezone: string): HtmlPage {
  const { title, intro, once, save } = ownDataTexts(language).page;
  const file = `data:application/json;base64,${Buffer.from(json).toString('base64')}`;
  const body =
    `<h1>${escapeHtml(title)}</h1><p>${escapeHtml(intro)}</p><p>${escapeHtml(once)}</p>` +
    `<p><a class="save" download="polsslag.json" href="${file}">${escapeHtml(save)}</a></p>` +
    data.map((part) => section(part, language, timezone)).join('\n') +
    emptyOnes(data, language);
  return { language: pageLanguage(language), title, style: STYLE, body };
}

/** Why there is nothing to see. @param language null for an unknown link: then in all languages */
function spentPage(language: string | null, why: 'used' | 'late' | 'unknown'): HtmlPage {
  const languages = language === null ? LANGUAGES : [pageLanguage(language)];
  const { title } = ownDataTexts(languages[0] ?? 'nl').page;
  const said = languages.map((each) => `<p lang="${each}">${escapeHtml(ownDataTexts(each).page[why])}</p>`);
  return {
    language: pageLanguage(language ?? 'nl'),
    title,
    style: STYLE,
    body: `<h1>${escapeHtml(title)}</h1>${said.join('')}`,
  };
}

function section(part: OwnData, language: string, timezone: string): string {
  const shown = (row: OwnData['rows'][number], key: string) => {
    const value = row[key] ?? null;
    const text = textOf(value, language, timezone);
    const words = part.words?.[key];
    if (!words || value === null) return escapeHtml(text);
    return text
      .split(', ')
      .map((code) => escapeHtml(typeof words === 'function' ? words(code) : (words[code] ?? code)))
      .join('<br>');
  };
  const keys = Object.entries(part.columns).filter(([key]) => !part.fileOnly?.includes(key));
  const heading = (label: string, scope: 'row' | 'col') => `<th scope="${scope}">${escapeHtml(label)}</th>`;
  const [first, ...others] = part.rows;
  if (!first) return '';
  // A single row is shown vertically, which fits on a phone.
  const rows =
    others.length === 0
      ? keys.map(([key, label]) => `<tr>${heading(label, 'row')}<td>${shown(first, key)}</td></tr>`)
      : [
          `<tr>${keys.map(([, label]) => heading(label, 'col')).join('')}</tr>`,
          ...part.rows.map((row) => `<tr>${keys.map(([key]) => `<td>${shown(row, key)}</td>`).join('')}</tr>`),
        ];
  return `<h2>${escapeHtml(part.title)}</h2><div class="wide" tabindex="0"><table${others.length === 0 ? '' : ' class="rows"'}>${rows.join('')}</table></div>`;
}

/** Lists the empty tables by name at the end, because most people have no data in most of them. */
function emptyOnes(data: readonly OwnData[], language: string): string {
  const titles = data.filter(({ rows }) => rows.length === 0).map(({ title }) => `<li>${escapeHtml(title)}</li>`);
  if (titles.length === 0) return '';
  return `<h2>${escapeHtml(ownDataTexts(language).page.nothing)}</h2><ul>${titles.join('')}</ul>`;
}

function textOf(value: OwnData['rows'][number][string], language: string, timezone: string): string {
  const { yes, no } = ownDataTexts(language).page;
  if (value === null) return '–';
  if (value instanceof Date) return format(new TZDate(value, timezone), 'dd-MM-yyyy HH:mm');
  if (typeof value === 'boolean') return value ? yes : no;
  return String(value);
}

function pageLanguage(language: string): HtmlPage['language'] {
  return LANGUAGES.find((each) => each === language) ?? 'nl';
}
