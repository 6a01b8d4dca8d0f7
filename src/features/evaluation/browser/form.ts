import { all, byId } from './find.ts';
import type { Draft } from './kept.ts';

const NOT_APPLICABLE = 'na';
const TEXTS = ['keep', 'change'] as const;
/**
 * From this number of remaining characters on, the count is also announced to screen readers, every so many characters.
 */
const SPOKEN_COUNT = { from: 100, every: 25 };

/** Reads what is filled in. */
export function readForm(): Draft {
  const answers: Record<string, number | null> = {};
  for (const { name, value } of steps().filter(({ checked }) => checked)) {
    answers[name] = value === NOT_APPLICABLE ? null : Number(value);
  }
  return { answers, keep: textarea('keep').value, change: textarea('change').value };
}

/** Fills the form with a draft that this browser kept. */
export function fillForm({ answers, ...texts }: Draft): void {
  for (const step of steps()) {
    const answer = answers[step.name];
    step.checked = answer !== undefined && step.value === (answer === null ? NOT_APPLICABLE : String(answer));
  }
  for (const name of TEXTS) textarea(name).value = texts[name];
  countAll();
}

/** Watches the form. @param changed called after every change */
export function watchForm(changed: () => void): void {
  byId('answers', HTMLFormElement).addEventListener('input', () => {
    countAll();
    changed();
  });
}

/** Whether a draft has neither an answer nor a text. */
export function isEmpty({ answers, keep, change }: Draft): boolean {
  return Object.values(answers).every((answer) => answer === null) && `${keep}${change}`.trim() === '';
}

/** Shows beside each text how many characters are left. */
function countAll(): void {
  for (const name of TEXTS) {
    const { maxLength, value } = textarea(name);
    const left = maxLength - value.length;
    byId(`${name}-left`, HTMLElement).textContent = left.toLocaleString(document.documentElement.lang);
    if (left <= SPOKEN_COUNT.from && left % SPOKEN_COUNT.every === 0)
      byId('said', HTMLElement).textContent = sentence(name);
    else if (left > SPOKEN_COUNT.from) byId('said', HTMLElement).textContent = '';
  }
}

function sentence(name: (typeof TEXTS)[number]): string | null {
  return byId(`${name}-count`, HTMLElement).textContent;
}

function textarea(name: (typeof TEXTS)[number]): HTMLTextAreaElement {
  return byId(name, HTMLTextAreaElement);
}

function steps(): HTMLInputElement[] {
  return all('#answers input[type="radio"]').filter((each) => each instanceof HTMLInputElement);
}
