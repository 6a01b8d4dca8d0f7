import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { Tools, Views } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { LANGUAGES } from '../../text/languages.ts';
import type { LanguageStore } from './store.ts';

const choice = z.object({ language: z.enum(LANGUAGES) });

/** In which language somebody is spoken to from now on. */
export function changeLanguage({ people, views }: Tools, store: LanguageStore, event: Tap): Promise<Reply> {
  return withPerson(people, event.from, async (person) => {
    const chosen = choice.safeParse(event.data);
    if (!chosen.success) return say(sentenceView(commonTexts(person.language).outdated));
    await store.setLanguage(person.id, chosen.data.language);
    return showInPlace(views, event, { ...person, language: chosen.data.language });
  });
}

/** Where the choice of a language stands: the home page with its figures never replaces a message, for messages stay. */
export async function showInPlace(views: Views, { data }: Tap, person: Person): Promise<Reply> {
  if (data['place'] !== 'home') return replaceBy(views.help(person));
  return { kind: 'home', view: await views.home(person) };
}
