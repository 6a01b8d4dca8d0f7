import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import type { Person } from '../../people/person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { dayName } from '../../text/day-name.ts';
import { ACTIONS } from './actions.ts';
import { questionTexts } from './question-texts.ts';
import { TAKEN_BACK_KIND, type TakenBack, type TakenBackStore } from './taken-back-store.ts';

const ofVisit = z.object({ visit: z.uuid() });

/**
 * Tells a teacher that a visit about which they answered was withdrawn, and lets them say that it was not about them.
 */
export function takenBackView(
  { id, day, supervisor, codes }: TakenBack,
  interventions: InterventionList,
  language: string,
): View {
  const texts = questionTexts(language);
  const what = codes.map((code) => interventions.labelOf(code, language)).join('; ');
  const text = texts.takenBack(supervisor, dayName(day, language), what);
  const button = {
    label: texts.notMe,
    action: ACTIONS.notMe,
    data: { visit: id },
    tone: 'plain',
    opens: 'view',
  } as const;
  return {
    summary: text,
    blocks: [
      { kind: 'text', text },
      { kind: 'buttons', layout: 'row', buttons: [button] },
      { kind: 'note', text: texts.nobodyHears },
    ],
  };
}

/** Removes the answers of a teacher who says that the visit was not about them. */
export async function takeAway(store: TakenBackStore, { id, language }: Person, { data }: Tap): Promise<Reply> {
  const asked = ofVisit.safeParse(data);
  if (!asked.success) return say(sentenceView(commonTexts(language).outdated));
  const { visit } = asked.data;
  if (!(await store.takeAway(visit, id))) return say(sentenceView(commonTexts(language).outdated));
  const view = sentenceView(questionTexts(language).takenAway);
  return { kind: 'replace', view, about: { notification: `${TAKEN_BACK_KIND}:${visit}`, current: async () => view } };
}
