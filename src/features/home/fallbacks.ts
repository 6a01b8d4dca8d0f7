import type { Reply } from '../../chat/event.ts';
import type { Submission, Tap } from '../../chat/router.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import type { Parts, Tools } from '../../feature.ts';
import { DEFAULT_LANGUAGE } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { homeTexts } from './texts.ts';

/** An answer to everything that no feature claims. */
export function homeFallbacks(tools: Tools): NonNullable<Parts['fallbacks']> {
  const { people, views } = tools;
  return {
    unknownAction: (event) => tell(tools, event, (language) => commonTexts(language).outdated),
    repeated: (event) => tell(tools, event, (language) => homeTexts(language).doneBefore),
    unknownCommand: (event) =>
      withPerson(people, event.from, (person) => say(views.help(person, homeTexts(person.language).notUnderstood))),
    homeOpened: (event) =>
      withPerson(people, event.from, async (person) => ({ kind: 'home', view: await views.home(person) })),
    // Nothing of the person, who is read along with: not even whether we know them.
    mentioned: async () => say(sentenceView(homeTexts(DEFAULT_LANGUAGE).mentioned)),
    addedAmongOthers: async () => say(sentenceView(homeTexts(DEFAULT_LANGUAGE).addedAmongOthers)),
  };
}

/** Says it where the person is looking: in the dialog that they sent, or for a moment where they tapped. */
async function tell(
  { people }: Tools,
  event: Tap | Submission,
  sentence: (language: string) => string,
): Promise<Reply> {
  const person = await people.findByUser(event.from);
  const text = person ? sentence(person.language) : commonTexts(DEFAULT_LANGUAGE).unknown;
  return event.kind === 'submission' ? { kind: 'close', note: text } : say(sentenceView(text));
}
