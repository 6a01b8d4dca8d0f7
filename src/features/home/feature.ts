import { z } from 'zod';
import { type AfterReply, createAfterReply } from '../../after-reply.ts';
import type { ChatUser } from '../../chat/address.ts';
import type { Reply } from '../../chat/event.ts';
import type { Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { Block } from '../../chat/view.ts';
import type { Feature, Parts, Tools } from '../../feature.ts';
import { DEFAULT_LANGUAGE, type Person } from '../../people/person.ts';
import { UNKNOWN_PERSON, withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { LANGUAGES } from '../../text/languages.ts';
import { createLanguageStore } from './store.ts';
import { homeTexts } from './texts.ts';
import { ACTIONS, helpView, homeView, languageChoice, offerView } from './view.ts';
import { WORDS, wordsOf } from './words.ts';

/** Help, the home page, the choice of a language, and replies to everything that no other feature handles. */
export const feature: Feature = {
  name: 'home',
  words: WORDS,
  make: (tools) => {
    const { people, views, all } = tools;
    const languages = createLanguageStore(tools.database);
    const redrawing = createAfterReply((error) => tools.onTrouble(error, 'messages stay in the former language'));
    const known = (answer: (person: Person) => Reply | Promise<Reply>) => (event: { from: ChatUser }) =>
      withPerson(people, event.from, answer);
    return {
      taps: {
        [ACTIONS.language]: (event) => changeLanguage(tools, { languages, redrawing }, event),
        [ACTIONS.do]: (event) => doWord(tools, event),
      },
      repeatedTaps: {
        [ACTIONS.language]: (event) => withPerson(people, event.from, (person) => showInPlace(tools, event, person)),
      },
      settled: redrawing.settled,
      commands: {
        help: known(async (person) => {
          const { summary, blocks } = views.help(person);
          return say({ summary, blocks: [...blocks, ...(await all.help(person))] });
        }),
        home: known((person) => views.home(person)),
        forgotten: (event) => offerWords(tools, event.from, (language) => homeTexts(language).forgotten),
      },
      views: {
        help: (person, first = null) =>
          helpView(person, { words: wordsOf(person, all.words), buttons: all.helpButtons(person), first }),
        language: (person, notification) =>
          languageChoice(person, notification === null ? { place: 'message' } : { place: 'sent', notification }),
        home: (person) => homeOf(tools, person),
      },
      fallbacks: homeFallbacks(tools),
    };
  },
};

/** A person's home page, in two versions: for the page itself, and for the chat. */
async function homeOf({ all }: Tools, person: Person): Promise<Extract<Reply, { kind: 'home' }>> {
  const [page, chat, coming, waiting] = await Promise.all([
    all.home(person, 'page'),
    all.home(person, 'chat'),
    all.coming(person),
    all.waiting(person),
  ]);
  const words = atHomeOf(person, all.words);
  const viewOf = (sections: readonly Block[]) => homeView(person, { sections, coming, waiting, words });
  return { kind: 'home', view: viewOf(page), inChat: viewOf(chat) };
}

const AT_HOME = ['first', undefined, 'last'] as const;

/** The words of the home page: the most used first, then in the order of the features, then the least used. */
function atHomeOf(person: Person, words: Tools['all']['words']): Tools['all']['words'] {
  const listed = wordsOf(person, words).filter(({ atHome }) => atHome !== false);
  return AT_HOME.flatMap((place) => listed.filter(({ atHome }) => atHome === place));
}

const chosenWord = z.object({ command: z.string() });

/** Handles a button that does the same as a typed word. */
function doWord({ people, all }: Tools, event: Tap): Promise<Reply> {
  return withPerson(people, event.from, (person) => {
    const { command } = chosenWord.safeParse(event.data).data ?? {};
    const word = wordsOf(person, all.words).find((each) => each.command === command);
    const handle = word && all.command(word.command);
    if (!word || !handle) return say(sentenceView(commonTexts(person.language).outdated));
    const { id, from } = event;
    return handle({ id, from, kind: 'command', words: word.ways[0] ?? '', conversation: null });
  });
}

const chosenLanguage = z.object({ language: z.enum(LANGUAGES) });
const sentPlace = z.object({ place: z.literal('sent'), notification: z.string() });

interface ChangingLanguage {
  readonly languages: ReturnType<typeof createLanguageStore>;
  readonly redrawing: AfterReply;
}

/** Changes somebody's language, and redraws the messages on which they can still act. */
function changeLanguage(tools: Tools, { languages, redrawing }: ChangingLanguage, event: Tap): Promise<Reply> {
  return withPerson(tools.people, event.from, async (before) => {
    const chosen = chosenLanguage.safeParse(event.data);
    if (!chosen.success) return say(sentenceView(commonTexts(before.language).outdated));
    const { language } = chosen.data;
    await languages.setLanguage(before.id, language);
    const person = { ...before, language };
    const shown = sentPlace.safeParse(event.data).data?.notification ?? null;
    if (language !== before.language) redrawing.start(() => tools.sentMessages.redraw(person, shown));
    return showInPlace(tools, event, person);
  });
}

/**
 * Shows the new language in the place where it was chosen. The home page never replaces a message: messages stay in the
 * chat, and the home page has figures.
 */
async function showInPlace({ views, sentMessages }: Tools, { data }: Tap, person: Person): Promise<Reply> {
  if (data['place'] === 'home') return views.home(person);
  const sent = sentPlace.safeParse(data);
  const view = sent.success ? await sentMessages.compose(person, sent.data.notification) : null;
  if (!sent.success || !view) return replaceBy(views.help(person));
  const { notification } = sent.data;
  return { kind: 'replace', view, about: { notification, current: () => sentMessages.compose(person, notification) } };
}

/** Replies to everything that no feature handles. */
function homeFallbacks(tools: Tools): NonNullable<Parts['fallbacks']> {
  const { people, views } = tools;
  return {
    unknownAction: (event) => tellWhereTheyLook(tools, event, (language) => commonTexts(language).outdated),
    repeated: (event) => tellWhereTheyLook(tools, event, (language) => homeTexts(language).doneBefore),
    unknownCommand: (event) => offerWords(tools, event.from, (language) => homeTexts(language).notUnderstood),
    wordless: (event) => offerWords(tools, event.from, (language) => homeTexts(language).wordless),
    homeOpened: (event) => withPerson(people, event.from, (person) => views.home(person)),
    // Says nothing about the person, not even whether Polsslag knows them, because others read along.
    mentioned: async () => say(sentenceView(homeTexts(DEFAULT_LANGUAGE).mentioned)),
    addedAmongOthers: async () => say(sentenceView(homeTexts(DEFAULT_LANGUAGE).addedAmongOthers)),
  };
}

/** Says why nothing happened, and offers what they may have wanted. */
function offerWords({ people, all }: Tools, user: ChatUser, why: (language: string) => string): Promise<Reply> {
  return withPerson(people, user, (person) => {
    const help = wordsOf(person, WORDS).filter(({ command }) => command === 'help');
    return say(offerView(person, { why: why(person.language), words: atHomeOf(person, all.words), help }));
  });
}

/** Replies where the person is looking: in the dialog that they sent, or for a moment where they tapped. */
async function tellWhereTheyLook(
  { people }: Tools,
  event: Tap | Submission,
  sentence: (language: string) => string,
): Promise<Reply> {
  const person = await people.findByUser(event.from);
  const text = person ? sentence(person.language) : UNKNOWN_PERSON;
  return event.kind === 'submission' ? { kind: 'close', note: text } : say(sentenceView(text));
}
