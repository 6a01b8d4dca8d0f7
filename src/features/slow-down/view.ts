import type { Button, View } from '../../chat/view.ts';
import { slowDownTexts } from './texts.ts';

export const CHOOSE_ACTION = 'slow-down.choose';

/** Weeks from one check-in to the next. */
export type Weeks = 1 | 2 | 4;

/** The one question to somebody who did not answer, and what happens if this is not answered either. */
export function slowDownView(language: string): View {
  const texts = slowDownTexts(language);
  const choice = (label: string, weeks: Weeks): Button => ({
    label,
    action: CHOOSE_ACTION,
    data: { weeks: String(weeks) },
    tone: 'plain',
    opens: 'view',
  });
  return {
    summary: texts.question,
    blocks: [
      { kind: 'text', text: texts.question },
      {
        kind: 'buttons',
        layout: 'stacked',
        buttons: [choice(texts.everyTwoWeeks, 2), choice(texts.everyFourWeeks, 4), choice(texts.everyWeek, 1)],
      },
      { kind: 'note', text: texts.untilThen },
    ],
  };
}
