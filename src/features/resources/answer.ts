import { z } from 'zod';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import { formatInstrumentId } from '../../measurement/instrument.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { ownAnswers } from './own.ts';
import { type Answering, currentQuarter, standingOf } from './standing.ts';
import { resourceTexts } from './texts.ts';
import { A_FEW, ACTIONS, aboutView, offView, questionView, type Sitting, stoppedView } from './view.ts';

const count = z
  .string()
  .regex(/^\d{1,2}$/)
  .transform(Number);
const sitting = z.object({ quarter: z.string(), from: count, until: count });
const skipped = sitting.extend({ item: z.string() });
const value = z
  .string()
  .regex(/^[1-5]$/)
  .transform(Number);
const answered = skipped.extend({ value });
const place = z.enum(['here', 'new']);
const begun = z.object({ place, count });
const offering = z.object({ place, offering: z.enum(['on', 'off']) });

type Answered = z.infer<typeof skipped> & { readonly value: number | null };

/** Handlers for what teachers do about the questions on what supports them. */
export function answerHandlers(context: Answering): Handlers {
  const own = ownAnswers(context);
  const asTeacher = (event: Tap | Submission, reply: (person: Person) => Promise<Reply>) =>
    withPerson(context.people, event.from, (person) =>
      person.role === 'teacher' ? reply(person) : say(sentenceView(commonTexts(person.language).notForYou)),
    );
  return {
    // Safe to repeat: only the first answer is stored.
    idempotentTaps: {
      [ACTIONS.answer]: (event) => {
        const { data = null } = answered.safeParse(event.data);
        return asTeacher(event, (person) => answerItem(context, person, data));
      },
      [ACTIONS.skip]: (event) => {
        const { data = null } = skipped.safeParse(event.data);
        return asTeacher(event, (person) => answerItem(context, person, data && { ...data, value: null }));
      },
      [ACTIONS.own]: (event) => asTeacher(event, own.open),
      [ACTIONS.change]: (event) => asTeacher(event, own.openChange),
    },
    taps: {
      [ACTIONS.begin]: (event) => asTeacher(event, (person) => beginSitting(context, person, event)),
      [ACTIONS.offering]: (event) => asTeacher(event, (person) => switchOffering(context, person, event)),
    },
    overwritingSubmissions: { [ACTIONS.change]: (event) => asTeacher(event, (person) => own.change(person, event)) },
  };
}

/** Explains these questions, or says that they are off, or that the teacher takes no part. */
export async function standingView(context: Answering, { id, language, takesPart }: Person): Promise<View> {
  if (!takesPart) return stoppedView(language);
  if (await context.store.isOff(id)) return offView(language);
  return aboutView(language, { items: context.instruments.resources.first.items.length, fewest: context.fewest });
}

async function beginSitting(context: Answering, person: Person, event: Tap): Promise<Reply> {
  const { data } = begun.safeParse(event.data);
  if (!data) return outdated(person);
  const reply = data.place === 'here' ? replaceBy : say;
  const { id, takesPart } = person;
  if (!takesPart || (await context.store.isOff(id))) return reply(await standingView(context, person));
  const { quarter, done } = await standingOf(context, id);
  const until = done.length + Math.min(A_FEW, data.count);
  return reply(await sittingView(context, person, { quarter, from: done.length, until }));
}

async function answerItem(context: Answering, person: Person, data: Answered | null): Promise<Reply> {
  const { store, instruments, now } = context;
  const instrument = instruments.resources.first;
  if (!data || !instrument.items.some(({ code }) => code === data.item)) return outdated(person);
  const { id, takesPart } = person;
  if (!takesPart || (await store.isOff(id))) return replaceBy(await standingView(context, person));
  const { quarter, item } = data;
  if (quarter !== currentQuarter(context)) return replaceBy(sentenceView(resourceTexts(person.language).over));
  const of = { personId: id, quarter, item, instrument: formatInstrumentId(instrument) };
  await store.answer(of, data.value, now());
  return replaceBy(await sittingView(context, person, data));
}

/** The next question of a sitting, or thanks. */
async function sittingView(context: Answering, { id, language }: Person, { quarter, from, until }: Sitting) {
  const { done, left } = await standingOf(context, id);
  return questionView({
    language,
    instrument: context.instruments.resources.inLanguage(language),
    sitting: { quarter, from, until: Math.min(until, done.length + left.length) },
    done: done.length,
    left,
    fewest: context.fewest,
  });
}

async function switchOffering(context: Answering, person: Person, event: Tap): Promise<Reply> {
  const { data } = offering.safeParse(event.data);
  if (!data) return outdated(person);
  if (data.offering === 'off') await context.store.switchOff(person.id, context.now());
  else await context.store.switchOn(person.id);
  const view = await standingView(context, person);
  return data.place === 'here' ? replaceBy(view) : say(view);
}

function outdated({ language }: Person): Reply {
  return say(sentenceView(commonTexts(language).outdated));
}
