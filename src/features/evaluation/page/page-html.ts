import { sayMoment } from '../../../text/say-moment.ts';
import { escapeHtml } from '../../../web/html-page.ts';
import type { CampaignNumbers } from '../campaign.ts';
import { HOW_PATH, SCRIPT_PATH } from './addresses.ts';
import { formHtml } from './form-html.ts';
import type { PageScript } from './page-script.ts';
import { pageTexts } from './page-texts.ts';
import { problemTexts } from './problem-texts.ts';
import { STYLE } from './style.ts';

/** A campaign as its page shows it, the same for everybody who opens the page. */
export interface PageCampaign {
  readonly id: string;
  readonly state: 'open' | 'issuance-over' | 'closed';
  /** The supervisor whose guidance is evaluated; null for the whole team. */
  readonly about: string | null;
  readonly issuanceEndsAt: Date;
  readonly closesAt: Date;
  readonly numbers: CampaignNumbers;
}

interface PageFrame {
  readonly language: string;
  readonly timezone: string;
  readonly script: Pick<PageScript, 'integrity'>;
}

/**
 * The page of a campaign. Everybody gets the same page in a language: the script in the browser decides which part is
 * visible.
 */
export function pageHtml(campaign: PageCampaign, { language, timezone, script }: PageFrame): string {
  const { title, about, noScript, busy, closed } = pageTexts(language);
  const moment = sayMoment(campaign.closesAt, timezone, language);
  const { id, state, closesAt } = campaign;
  const data = `data-campaign="${escapeHtml(id)}" data-state="${state}" data-closes-at="${closesAt.toISOString()}"`;
  const screens = [
    startHtml(campaign, sayMoment(campaign.issuanceEndsAt, timezone, language), language),
    formHtml(language),
    waiting(moment, language),
    received(moment, language),
  ];
  return shell({
    language,
    script: `<script defer src="${SCRIPT_PATH}" integrity="${script.integrity}"></script>`,
    main:
      `<main id="main" ${data}><h1>${escapeHtml(title)}</h1><p class="about">${escapeHtml(about(campaign.about))}</p>` +
      `<div id="without" class="problem"><p>${escapeHtml(noScript)}</p></div>` +
      (state === 'closed' ? `<p>${escapeHtml(closed)}</p>` : screens.join('\n')) +
      `<p id="busy" role="status" hidden>${escapeHtml(busy)}</p>${problems(language)}</main>`,
  });
}

/** The page for an address without a campaign. */
export function unknownPageHtml(language: string): string {
  const { title, unknown } = pageTexts(language);
  return shell({
    language,
    script: '',
    main: `<main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(unknown)}</p></main>`,
  });
}

function shell({ language, script, main }: { language: string; script: string; main: string }): string {
  const { title, otherLanguage } = pageTexts(language);
  const other = language === 'nl' ? 'en' : 'nl';
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="format-detection" content="telephone=no"><title>${escapeHtml(title)} · Polsslag</title>` +
    `<style>${STYLE}</style>${script}</head><body><header><span>Polsslag</span>` +
    `<a href="?taal=${other}" hreflang="${other}" lang="${other}">${escapeHtml(otherLanguage)}</a></header>${main}</body></html>\n`
  );
}

function startHtml({ numbers: { fingerprint, checkNumber } }: PageCampaign, until: string, language: string): string {
  const { heading, points, until: untilText, begin, how, key, compare, whole } = pageTexts(language).start;
  return (
    `<section data-screen="start" hidden><h2 id="start-title" tabindex="-1">${escapeHtml(heading)}</h2>` +
    `<ul>${points.map((point) => `<li>${escapeHtml(point)}</li>`).join('')}</ul><p>${escapeHtml(untilText(until))}</p>` +
    `<p class="ways"><button type="button" id="begin" class="first">${escapeHtml(begin)}</button></p>` +
    `<p><a href="${HOW_PATH}?taal=${language}" target="_blank" rel="noopener noreferrer">${escapeHtml(how)}</a></p>` +
    `<details><summary>${escapeHtml(key)}</summary><p>${escapeHtml(compare)}</p>` +
    `<p><code id="check-number">${escapeHtml(checkNumber)}</code></p><p class="whole">${escapeHtml(whole)} ` +
    `<code id="fingerprint">${escapeHtml(fingerprint)}</code></p></details></section>`
  );
}

function waiting(moment: string, language: string): string {
  const { heading, at, why, close, now, change } = pageTexts(language).waiting;
  return (
    `<section data-screen="waiting" hidden><h2 id="waiting-title" tabindex="-1">${escapeHtml(heading)}</h2>` +
    `<p>${escapeHtml(at)} <strong id="send-at"></strong>.</p><p>${escapeHtml(why)}</p><p>${escapeHtml(close(moment))}</p>` +
    `<p class="ways"><button type="button" id="now">${escapeHtml(now)}</button>` +
    `<button type="button" id="change-it">${escapeHtml(change)}</button></p></section>`
  );
}

function received(moment: string, language: string): string {
  const { heading, said, next } = pageTexts(language).received;
  return (
    `<section data-screen="received" hidden><h2 id="received-title" tabindex="-1">${escapeHtml(heading)}</h2>` +
    `<p>${escapeHtml(said)}</p><p>${escapeHtml(next(moment))}</p></section>`
  );
}

function problems(language: string): string {
  return Object.entries(problemTexts(language).said)
    .map(
      ([name, { what, advice }]) =>
        `<div class="problem" data-problem="${name}" role="alert" tabindex="-1" hidden>` +
        `<p><strong>${escapeHtml(what)}</strong></p><p>${escapeHtml(advice)}</p></div>`,
    )
    .join('\n');
}
