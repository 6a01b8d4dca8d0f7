import { z } from 'zod';
import type { ChatUser } from '../../chat/address.ts';
import type { ChatEvent, Reply } from '../../chat/event.ts';
import { carriedText } from '../../chat/incoming-text.ts';
import type { Submission, Tap } from '../../chat/router.ts';
import { say, sentenceView } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { LANGUAGES, type Language } from '../../text/languages.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import { CODE_LENGTH, codeSaid, plainCode } from './code.ts';
import type { createGuessStore } from './guess-store.ts';
import type { createJoinStore } from './store.ts';
import { joinTexts } from './texts.ts';
import { ACTIONS, joinDialog, wayInView } from './view.ts';

interface Joining extends Pick<Tools, 'people' | 'now' | 'views'>, Pick<Tools, 'all'> {
  readonly store: ReturnType<typeof createJoinStore>;
  readonly guesses: ReturnType<typeof createGuessStore>;
}

type Command = Extract<ChatEvent, { kind: 'command' }>;
type CodeSchool = NonNullable<Awaited<ReturnType<Joining['store']['schoolOf']>>>;

const opened = z.object({ language: z.enum(LANGUAGES).catch('nl'), code: carriedText.optional() });
// Without bidirectional control characters, because the operator reads names in a terminal, which obeys them.
const ownName = carriedText.transform(withoutBidiControls).pipe(z.string().trim().min(2));
const sent = z.object({ code: carriedText.optional(), name: ownName });

/** Handlers for joining with a code, typed or in the dialog; the dialog also asks for a name. */
export function joinHandlers(context: Joining) {
  return {
    say: async (event: Command): Promise<Reply> => {
      const person = await context.people.findByUser(event.from);
      const code = codeIn(event.words);
      if (person) return say((await otherSchoolView(context, event.from, person, code)) ?? knownView(context, person));
      const languages = languagesOf(event.words);
      if (code === '') return say(waysIn(languages, null, ({ ask }) => ask));
      const school = await lookUpCode(context, event.from, code);
      return typeof school === 'string'
        ? say(waysIn(languages, null, (texts) => texts[school]))
        : say(waysIn(languages, code, ({ found }) => found(school.name)));
    },
    idempotentTaps: {
      [ACTIONS.open]: async (event: Tap): Promise<Reply> => {
        const person = await context.people.findByUser(event.from);
        if (person) return say(knownView(context, person));
        const { language, code = null } = opened.parse(event.data);
        return { kind: 'dialog', dialog: joinDialog({ language, code }) };
      },
    },
    submissions: { [ACTIONS.send]: (event: Submission) => receiveDialog(context, event) },
  };
}

/** The reply to a teacher who types the code of another school: they may think that it moves them there. */
async function otherSchoolView(
  context: Joining,
  by: ChatUser,
  { id, role, language }: Person,
  code: string,
): Promise<View | null> {
  if (code === '' || role !== 'teacher') return null;
  const school = await lookUpCode(context, by, code);
  if (typeof school === 'string' || school.id === (await context.store.schoolIdOf(id))) return null;
  return sentenceView(joinTexts(language).otherSchool(school.name));
}

function knownView({ views }: Joining, person: Person) {
  const { known, supervisor } = joinTexts(person.language);
  return person.role === 'teacher' ? views.help(person, known) : sentenceView(supervisor);
}

async function receiveDialog(context: Joining, event: Submission): Promise<Reply> {
  const { language, code: given = null } = opened.parse(event.data);
  const texts = joinTexts(language);
  const person = await context.people.findByUser(event.from);
  if (person) {
    const { known, supervisor } = joinTexts(person.language);
    return { kind: 'close', note: person.role === 'teacher' ? known : supervisor };
  }
  const dialog = joinDialog({ language, code: given });
  const tooLong = tooLongIn(dialog, event.values, language);
  if (hasErrors(tooLong)) return { kind: 'errors', dialog, fields: tooLong };
  const values = sent.safeParse(event.values);
  const code = given ?? values.data?.code ?? '';
  if (!values.success || plainCode(code) === '') {
    const field = values.success ? 'code' : 'name';
    return { kind: 'errors', dialog, fields: { [field]: texts.missing } };
  }
  const school = await lookUpCode(context, event.from, code);
  if (typeof school === 'string') {
    return { kind: 'errors', dialog, fields: { [given === null ? 'code' : 'name']: texts[school] } };
  }
  const { name } = values.data;
  if (await context.store.isNameOfSupervisor(name)) {
    return { kind: 'errors', dialog, fields: { name: texts.nameTaken } };
  }
  return { kind: 'close', note: await addTeacher(context, event, { name, language, school }) };
}

/** Adds the teacher. @returns what to tell them */
async function addTeacher(
  { store, now, all }: Joining,
  { from: user, conversation }: Submission,
  { name, language, school }: { name: string; language: Language; school: CodeSchool },
): Promise<string> {
  const { joined, known } = joinTexts(language);
  const id = await store.add({ user, conversation: conversation ?? null, name, language, schoolId: school.id }, now());
  if (id === null) return known;
  await all.joined(id);
  return joined(school.name);
}

/** The school of a code, or why it is refused; somebody who keeps guessing is refused at once. */
async function lookUpCode(
  { store, guesses, now }: Joining,
  by: ChatUser,
  code: string,
): Promise<CodeSchool | 'wrong' | 'tooMany'> {
  const at = now();
  if (!(await guesses.begin(by, at))) return 'tooMany';
  const school = await store.schoolOf(code, at);
  if (!school) return 'wrong';
  await guesses.takeBack(by);
  return school;
}

/**
 * The code in a message; otherwise the text after the command, when it may be a code with a typing error; '' when it
 * cannot be one.
 */
function codeIn(words: string): string {
  const whole = codeSaid(words);
  if (whole !== '') return whole;
  const [, rest = ''] = /^\s*\S+\s+(.*)$/s.exec(words) ?? [];
  const code = plainCode(rest);
  return code.length === CODE_LENGTH || /\d/.test(code) ? code : '';
}

/**
 * The languages of the reply to somebody unknown: the language of the word that they typed, or all languages when they
 * typed only a code.
 */
function languagesOf(words: string): readonly Language[] {
  if (/\b(join|sign up)\b/.test(words)) return ['en'];
  return /\b(aanmelden|meld|invullen|inschrijven)\b/.test(words) ? ['nl'] : LANGUAGES;
}

function waysIn(
  languages: readonly Language[],
  code: string | null,
  text: (texts: ReturnType<typeof joinTexts>) => string,
): View {
  const views = languages.map((language) => wayInView({ language, code }, text(joinTexts(language))));
  return { summary: views.map(({ summary }) => summary).join('\n'), blocks: views.flatMap(({ blocks }) => blocks) };
}
