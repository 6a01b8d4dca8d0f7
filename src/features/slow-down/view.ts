import type { Button, View } from '../../chat/view.ts';
import { slowDownTexts } from './texts.ts';

export const CHOOSE_ACTION = 'slow-down.choose';

const EVERY_WEEKS = [1, 2, 4] as const;

/** Weeks from one check-in to the next. */
export type Weeks = (typeof EVERY_WEEKS)[number];

/**
 * The question to somebody who does not answer, and what happens without an answer. It only offers to ask less often:
 * nobody who is silent wants more.
 * @param now how often they are asked, in weeks
 */
export function slowDownView(now: number, language: string): View {
  const texts = slowDownTexts(language);
  const less = EVERY_WEEKS.filter((weeks) => weeks > now);
  const same = EVERY_WEEKS.filter((weeks) => weeks === now);
  const question = less.length === 0 ? texts.questionWhether : texts.question;
  const choice = (label: string, weeks: Weeks): Button => ({
    label,
    action: CHOOSE_ACTION,
    data: { weeks: String(weeks) },
    tone: 'plain',
    opens: 'view',
  });
  return {
    summary: question,
    blocks: [
      { kind: 'text', text: question },
      {
        kind: 'buttons',
        layout: 'stacked',
        buttons: [
          ...less.map((weeks) => choice(texts.every[weeks], weeks)),
          ...same.map((weeks) => choice(texts.asNow(texts.every[weeks]), weeks)),
        ],
      },
      { kind: 'note', text: texts.untilThen },
    ],
  };
}
