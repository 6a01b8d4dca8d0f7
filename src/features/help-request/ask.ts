import { z } from 'zod';
import { dayAt, daysBetween } from '../../calendar/day.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { FieldErrors, Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import { hasErrors, tooLongIn } from '../../chat/too-long.ts';
import type { Tools } from '../../feature.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { dueDay } from './deadline.ts';
import type { createHelpStore, HelpRequest } from './store.ts';
import { helpTexts } from './texts.ts';
import { ACTIONS, askDialog, type DatedRequest, type OpenedRequest, ownRequestsView } from './view.ts';

type HelpStore = ReturnType<typeof createHelpStore>;

export interface Helping
  extends Pick<Tools, 'database' | 'people' | 'instruments' | 'now' | 'settings' | 'secrets' | 'goodMoments'> {
  readonly store: HelpStore;
  /** To be called when a request may have changed, so that the messages that show it are drawn again. */
  readonly onChange: (requestId: string) => void;
}

const MAX_OPEN = 3;

const text = z.string().optional();
const filled = z.object({
  question: z.string().min(1),
  wishes: z.array(z.string()).default([]),
  about: z.enum(['3', '4']).optional(),
  feedback: text,
  materials: text,
  coordinator: z.enum(['yes', 'no']).default('no'),
});
const named = z.object({ request: z.uuid() });

/** Handlers for what teachers do about their requests. */
export function askHandlers(helping: Helping): Handlers {
  const asTeacher = (event: Tap | Submission, answer: (person: Person) => Promise<Reply>) =>
    withPerson(helping.people, event.from, (person) =>
      person.role === 'teacher' ? answer(person) : say(sentenceView(commonTexts(person.language).outdated)),
    );
  return {
    idempotentTaps: {
      [ACTIONS.ask]: (event) =>
        asTeacher(event, async ({ language }) => ({
          kind: 'dialog',
          dialog: askDialog(helping.instruments.interventions, language),
        })),
      // Safe to repeat: withdrawing twice changes nothing.
      [ACTIONS.withdraw]: (event) =>
        asTeacher(event, async (person) => {
          const data = named.safeParse(event.data);
          if (!data.success) return showOwn(helping, person, replaceBy);
          const id = data.data.request;
          await helping.store.withdraw(id, person.id, helping.now());
          helping.onChange(id);
          const request = await helping.store.get(id);
          const isTheirs = request?.teacherId === person.id && request.withdrawnAt !== null;
          return showOwn(helping, person, replaceBy, isTheirs ? helpTexts(person.language).nowWithdrawn : null);
        }),
    },
    submissions: { [ACTIONS.ask]: (event) => asTeacher(event, (person) => ask(helping, person, event)) },
  };
}

/** A teacher's own open requests. @param first a sentence to put before them; null for none */
export async function showOwn(
  helping: Helping,
  { id, language }: Person,
  reply: typeof say = say,
  first: string | null = null,
): Promise<Reply> {
  const requests = await helping.store.of(id, 'standing');
  return reply(
    ownRequestsView(
      requests.map((request) => unsealRequest(helping, request, language)),
      language,
      first,
    ),
  );
}

/**
 * A request with its texts unsealed. A text whose key is gone is replaced by a sentence that says so, because somebody
 * still waits for a visit.
 */
export function unsealRequest(
  { secrets, ...helping }: Pick<Helping, 'secrets' | 'now' | 'settings'>,
  request: HelpRequest,
  language: string,
): OpenedRequest {
  const unsealed = (sealed: string) => secrets.unsealed(sealed) ?? commonTexts(language).keyGone;
  const { sealedQuestion, sealedFeedback, sealedMaterials } = request;
  return {
    ...dated(helping, request),
    question: unsealed(sealedQuestion),
    feedback: sealedFeedback === null ? null : unsealed(sealedFeedback),
    materials: sealedMaterials === null ? null : unsealed(sealedMaterials),
  };
}

/** How a request stands today, in the timezone of the school to be visited. */
export function dated({ now, settings }: Pick<Helping, 'now' | 'settings'>, request: HelpRequest): DatedRequest {
  const { visitOn, dueOn, createdAt } = request;
  const timezone = request.timezone ?? settings.timezone;
  const today = dayAt(now(), timezone);
  return {
    ...request,
    hasPassed: visitOn !== null && visitOn < today,
    isLate: dueOn < today,
    waitedDays: daysBetween(dayAt(createdAt, timezone), today),
  };
}

async function ask(helping: Helping, { id, language }: Person, event: Submission): Promise<Reply> {
  const { store, secrets, now } = helping;
  const { interventions } = helping.instruments;
  const texts = helpTexts(language);
  const dialog = askDialog(interventions, language);
  const errors = (fields: FieldErrors): Reply => ({ kind: 'errors', dialog, fields });
  const tooLong = tooLongIn(dialog, event.values, language);
  if (hasErrors(tooLong)) return errors(tooLong);
  const read = filled.safeParse(event.values);
  if (!read.success) {
    return errors(Object.fromEntries(read.error.issues.map(({ path }) => [String(path[0]), texts.missing])));
  }
  const { question, wishes, about, feedback, materials, coordinator } = read.data;
  if (wishes.some((code) => !interventions.codes.includes(code))) return errors({ wishes: texts.missing });
  const dueOn = await dueDayOf(helping, id);
  if (dueOn === null) return errors({ question: texts.noSchool });
  const request = {
    teacherId: id,
    sealedQuestion: secrets.seal(question),
    sealedFeedback: feedback === undefined ? null : secrets.seal(feedback),
    sealedMaterials: materials === undefined ? null : secrets.seal(materials),
    wishes,
    cluster: about === undefined ? null : Number(about),
    coordinatorKnows: coordinator === 'yes',
    dueOn,
  };
  if (!(await store.write(request, MAX_OPEN, now()))) return errors({ question: texts.tooMany });
  return { kind: 'close', note: texts.sent(dueOn) };
}

async function dueDayOf({ store, database, settings, now }: Helping, teacherId: string): Promise<string | null> {
  const school = await store.schoolOf(teacherId);
  if (!school) return null;
  const { timezone, schoolId: id, region } = school;
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  return dueDay(dayAt(now(), timezone), { timezone, school: { id, region } }, calendar);
}
