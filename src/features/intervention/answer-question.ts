import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { FieldValues } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ACTIONS } from './actions.ts';
import { QUESTION_KIND, type Question, type QuestionStore } from './question-store.ts';
import { questionTexts } from './question-texts.ts';
import {
  answersDialog,
  askingView,
  changeableItems,
  fieldOf,
  isOpen,
  NOT_FOR_ME,
  questionView,
} from './question-view.ts';
import { takeAway } from './taken-back.ts';
import type { TakenBackStore } from './taken-back-store.ts';

interface Asking extends Pick<Tools, 'people' | 'instruments' | 'now'> {
  readonly store: QuestionStore;
  readonly takenBack: TakenBackStore;
}

const value = z.string().regex(/^[0-5]$/);
const answer = z.object({ question: z.uuid(), visit: z.uuid(), code: z.string(), value });
const named = z.object({ question: z.uuid() });
const asking = z.object({ ask: z.enum(['on', 'off']) });

/** Handlers for what teachers do about the question after a visit. */
export function questionHandlers(context: Asking): Handlers {
  const asTeacher = (event: Tap | Submission, reply: (person: Person) => Promise<Reply>) =>
    withPerson(context.people, event.from, (person) =>
      person.role === 'teacher' ? reply(person) : say(sentenceView(commonTexts(person.language).notForYou)),
    );
  return {
    // Safe to repeat: only the first answer is stored.
    idempotentTaps: {
      [ACTIONS.answer]: (event) => asTeacher(event, (person) => answerItem(context, person, event)),
      [ACTIONS.open]: (event) => asTeacher(event, (person) => openAnswers(context, person, event)),
      [ACTIONS.notMe]: (event) => asTeacher(event, (person) => takeAway(context.takenBack, person, event)),
    },
    taps: { [ACTIONS.asking]: (event) => asTeacher(event, (person) => switchAsking(context, person, event)) },
    repeatedTaps: { [ACTIONS.asking]: (event) => asTeacher(event, (person) => showAsking(context, person, replaceBy)) },
    overwritingSubmissions: {
      [ACTIONS.answers]: (event) => asTeacher(event, (person) => changeAnswers(context, person, event)),
    },
  };
}

/** The question that is open or can still be changed; otherwise the choice whether to be asked. */
export async function showAsking(context: Asking, person: Person, reply: typeof say = say): Promise<Reply> {
  if (await context.store.isOff(person.id)) return reply(askingView(person.language, true));
  const question = await context.store.latest(person.id);
  const isToShow = question && (question.items.some(isOpen) || changeableItems(question, context.now()).length > 0);
  return isToShow ? reply(viewOf(context, question)) : reply(askingView(person.language, false));
}

async function answerItem(context: Asking, person: Person, event: Tap): Promise<Reply> {
  const data = answer.safeParse(event.data);
  const question = data.success ? await ownQuestion(context, person, data.data.question) : null;
  if (!data.success || !question) return outdated(person);
  const { visit: visitId, code, value: chosen } = data.data;
  const isAsked = question.items.some((item) => item.visitId === visitId && item.code === code);
  if (isAsked && question.takesPart && !question.isOff) {
    const item = { personId: person.id, visitId, code };
    await context.store.answer(item, feltOf(chosen), context.now());
  }
  return showQuestion(context, question.id);
}

async function openAnswers(context: Asking, person: Person, event: Tap): Promise<Reply> {
  const data = named.safeParse(event.data);
  const question = data.success ? await ownQuestion(context, person, data.data.question) : null;
  if (!question) return outdated(person);
  if (changeableItems(question, context.now()).length === 0) {
    return say(sentenceView(questionTexts(person.language).nothingToChange));
  }
  return { kind: 'dialog', dialog: answersDialog(question, context.instruments.interventions, context.now()) };
}

async function changeAnswers(context: Asking, person: Person, event: Submission): Promise<Reply> {
  const texts = questionTexts(person.language);
  const data = named.safeParse(event.data);
  const question = data.success ? await ownQuestion(context, person, data.data.question) : null;
  if (!question?.takesPart) return { kind: 'close', note: texts.nothingToChange };
  const { kept, lost } = await keepChanges(context, person, question, event.values);
  if (kept === 0) return { kind: 'close', note: texts.nothingChanged };
  return { kind: 'close', note: lost === 0 ? texts.saved : texts.partlySaved };
}

/**
 * Stores the changed answers. While the dialog was open the week may have ended, or the supervisor may have changed the
 * visit, so that some or all changes may be refused.
 * @returns how many were stored, and how many changes were refused
 */
async function keepChanges(
  { store, now }: Asking,
  { id: personId }: Person,
  question: Question,
  values: FieldValues,
): Promise<{ kept: number; lost: number }> {
  const changeable = changeableItems(question, now());
  let [kept, lost] = [0, 0];
  for (const [name, given] of Object.entries(values)) {
    const chosen = value.safeParse(given);
    if (!chosen.success) continue;
    const felt = feltOf(chosen.data);
    const item = question.items.find((each) => fieldOf(each) === name);
    const isChanged =
      item !== undefined && changeable.includes(item) && (await store.change({ ...item, personId }, felt, now())) > 0;
    if (isChanged) kept += 1;
    else if (!item || isOpen(item) || item.felt !== felt) lost += 1;
  }
  return { kept, lost };
}

async function switchAsking(context: Asking, person: Person, event: Tap): Promise<Reply> {
  const data = asking.safeParse(event.data);
  if (!data.success) return outdated(person);
  const isOff = data.data.ask === 'off';
  if (isOff) await context.store.switchOff(person.id, context.now());
  else await context.store.switchOn(person.id);
  return replaceBy(askingView(person.language, isOff));
}

/** This person's question; null for somebody else's. */
async function ownQuestion({ store }: Asking, person: Person, id: string): Promise<Question | null> {
  const question = await store.find(id);
  return question?.personId === person.id ? question : null;
}

async function showQuestion(context: Asking, id: string): Promise<Reply> {
  const current = async () => {
    const question = await context.store.find(id);
    return question && viewOf(context, question);
  };
  const view = await current();
  if (!view) return { kind: 'none' };
  return { kind: 'replace', view, about: { notification: `${QUESTION_KIND}:${id}`, current } };
}

function viewOf({ instruments, now }: Asking, question: Question) {
  return questionView(question, instruments.interventions, now());
}

function outdated({ language }: Person): Reply {
  return say(sentenceView(commonTexts(language).outdated));
}

function feltOf(chosen: string): number | null {
  return chosen === NOT_FOR_ME ? null : Number(chosen);
}
