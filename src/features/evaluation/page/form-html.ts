import { escapeHtml } from '../../../web/html-page.ts';
import { ITEM_CODES, type ItemCode, TEXT_LENGTH } from '../items.ts';
import { formTexts } from './form-texts.ts';

const STEPS = [1, 2, 3, 4, 5] as const;

/** Browsers that correct or suggest words may send what is typed to their maker. */
const ALONE = 'spellcheck="false" writingsuggestions="false"';

/** The form: seven statements, two open questions and two ways to send them. */
export function formHtml(language: string): string {
  const { heading, intro, open, careful, later, whyLater, atOnce } = formTexts(language);
  return (
    `<section data-screen="form" hidden><h2 id="form-title" tabindex="-1">${escapeHtml(heading)}</h2>` +
    `<p>${escapeHtml(intro)}</p><form id="answers" autocomplete="off" novalidate>` +
    ITEM_CODES.map((code) => itemHtml(code, language)).join('\n') +
    `<h3>${escapeHtml(open.heading)}</h3><p id="careful" class="careful">${escapeHtml(careful)}</p>` +
    textHtml('keep', open.keep, language) +
    textHtml('change', open.change, language) +
    `<p id="said" class="aloud" role="status"></p>` +
    `<p id="why-later">${escapeHtml(whyLater)}</p><p class="ways">` +
    `<button type="submit" class="first" aria-describedby="why-later">${escapeHtml(later)}</button>` +
    `<button type="submit" id="at-once">${escapeHtml(atOnce)}</button></p></form></section>`
  );
}

function itemHtml(code: ItemCode, language: string): string {
  const { items, ends, notApplicable } = formTexts(language);
  const aloud: Readonly<Record<number, string>> = { 1: ends.low, 5: ends.high };
  const steps = STEPS.map((step) => {
    const end = aloud[step];
    return choiceHtml(code, String(step), `${step}${end ? `<span class="aloud">, ${escapeHtml(end)}</span>` : ''}`);
  });
  const { short, long } = notApplicable;
  return (
    `<fieldset><legend>${escapeHtml(items[code])}</legend><div class="steps">${steps.join('')}` +
    choiceHtml(code, 'na', `<abbr title="${escapeHtml(long)}">${escapeHtml(short)}</abbr>`) +
    `<span class="low" aria-hidden="true">${escapeHtml(ends.low)}</span>` +
    `<span class="high" aria-hidden="true">${escapeHtml(ends.high)}</span></div></fieldset>`
  );
}

/** @param label HTML */
function choiceHtml(code: ItemCode, value: string, label: string): string {
  return `<label class="step${value === 'na' ? ' na' : ''}"><input type="radio" name="${code}" value="${value}"><span>${label}</span></label>`;
}

function textHtml(name: 'keep' | 'change', label: string, language: string): string {
  const { left } = formTexts(language);
  return (
    `<p class="text"><label for="${name}">${escapeHtml(label)}</label>` +
    `<textarea id="${name}" name="${name}" rows="4" maxlength="${TEXT_LENGTH}" ${ALONE} aria-describedby="careful ${name}-count"></textarea>` +
    `<span class="count" id="${name}-count"><span id="${name}-left">${TEXT_LENGTH}</span> ${escapeHtml(left)}</span></p>`
  );
}
