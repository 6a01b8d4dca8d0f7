import type { Button, View } from '../../chat/view.ts';
import { slowDownTexts } from './texts.ts';

export const CHOOSE_ACTION = 'slow-down.choose';

const EVERY_WEEKS = [1, 2, 4] as const;

/** Weeks from one check-in to the next. */
export type Weeks = (typeof EVERY_WEEKS)[number];

/**
 * The one question to somebody who did not answer, and what happens if this is not answered either. What is more often than now is
 * not offered: nobody who is silent asks for that.
 * @param now how often they are asked
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
