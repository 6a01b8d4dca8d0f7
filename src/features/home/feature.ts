import { say } from '../../chat/sentence.ts';
import type { Feature } from '../../feature.ts';
import { withPerson } from '../../people/with-person.ts';
import { changeLanguage, showInPlace } from './change-language.ts';
import { homeFallbacks } from './fallbacks.ts';
import { createLanguageStore } from './store.ts';
import { helpView, homeView, LANGUAGE_ACTION, languageChoice } from './view.ts';

/** Help, the home page, the choice of a language, and an answer to whatever no feature claims. */
export const home: Feature = {
  name: 'home',
  words: [
    {
      command: 'help',
      ways: ['hulp', 'help', 'uitleg', 'info', 'menu', 'hallo', 'hoi', 'hi', 'hello'],
      listed: { nl: { type: 'hulp', does: 'deze uitleg' }, en: { type: 'help', does: 'this text' } },
      silence: true,
    },
  ],
  make: (tools) => {
    const { people, views, all } = tools;
    const languages = createLanguageStore(tools.database);
    return {
      taps: { [LANGUAGE_ACTION]: (event) => changeLanguage(tools, languages, event) },
      repeatedTaps: {
        [LANGUAGE_ACTION]: (event) => withPerson(people, event.from, (person) => showInPlace(views, event, person)),
      },
      commands: { help: (event) => withPerson(people, event.from, (person) => say(views.help(person))) },
      home: async (person) => [{ kind: 'divider' }, languageChoice(person, 'home')],
      views: {
        help: (person, first = null) => helpView(person, { words: all.words, buttons: all.helpButtons(person), first }),
        home: async (person) => (person.role === 'teacher' ? homeView(await all.home(person)) : views.help(person)),
      },
      fallbacks: homeFallbacks(tools),
    };
  },
};
