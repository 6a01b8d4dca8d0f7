import type { ChatUser } from '../../chat/address.ts';
import type { Reply } from '../../chat/event.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { Block, Button, View } from '../../chat/view.ts';
import type { Feature, Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { LANGUAGES } from '../../text/languages.ts';
import { DANGER, FINE, LOW, PHRASES, THANKS } from './phrases.ts';
import { findSupervisors } from './store.ts';
import { smallTalkTexts } from './texts.ts';

/**
 * Answers people who say that they are not well, and tells them who can help. It recognises a list of phrases; what was
 * said is neither analysed nor stored, and nobody hears of it.
 */
export const feature: Feature = {
  name: 'small-talk',
  words: PHRASES,
  make: (tools) => ({
    commands: {
      [LOW]: (event) => comfort(tools, event.from, 'low'),
      [DANGER]: (event) => comfort(tools, event.from, 'danger'),
      [THANKS]: (event) =>
        withPerson(tools.people, event.from, ({ language }) => say(sentenceView(smallTalkTexts(language).welcome))),
      [FINE]: (event) =>
        withPerson(tools.people, event.from, async (person) => {
          const isLeaving = await tools.people.isLeaving(person.id);
          return say(sentenceView(isLeaving ? commonTexts(person.language).tapToStay : fineText(person)));
        }),
    },
    help: async ({ id, language }) => {
      const names = await findSupervisors(tools.database, id);
      return names.length === 0 ? [] : [{ kind: 'note', text: smallTalkTexts(language).whomToAsk(names) }];
    },
  }),
};

/** "Okay" is not a consent: people who have not decided yet read how to. */
function fineText({ role, decided, language }: Person): string {
  const { fine, fineUndecided } = smallTalkTexts(language);
  return role === 'teacher' && !decided ? fineUndecided : fine;
}

/** Also for people who are unknown: somebody who needs a helpline is not asked who they are. */
async function comfort({ people, database, all }: Tools, user: ChatUser, what: 'low' | 'danger'): Promise<Reply> {
  const person = await people.findByUser(user);
  const names = person ? await findSupervisors(database, person.id) : [];
  const buttons = person ? await all.support(person) : [];
  // In all languages for people who are unknown.
  const views = (person ? [person.language] : LANGUAGES).map((each) => comfortView(each, what, names, buttons));
  return say({
    summary: views.map(({ summary }) => summary).join('\n'),
    blocks: views.flatMap(({ blocks }) => blocks),
  });
}

function comfortView(
  language: string,
  what: 'low' | 'danger',
  names: readonly string[],
  buttons: readonly Button[],
): View {
  const texts = smallTalkTexts(language);
  const whom = names.length === 0 ? texts.nobodyKnown : texts.supervisors(names);
  const offered: Block[] = buttons.length === 0 ? [] : [{ kind: 'buttons', layout: 'row', buttons }];
  return {
    summary: texts[what],
    blocks: [
      { kind: 'text', text: texts[what] },
      { kind: 'text', text: whom },
      ...offered,
      { kind: 'note', text: texts.whoSees },
    ],
  };
}
