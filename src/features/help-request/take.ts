import { z } from 'zod';
import { dayAt, daysAfter } from '../../calendar/day.ts';
import { readCalendar } from '../../calendar/store.ts';
import type { Reply } from '../../chat/event.ts';
import type { Handlers, Submission, Tap } from '../../chat/router.ts';
import { replaceBy, say, sentenceView } from '../../chat/sentence.ts';
import type { Person } from '../../people/person.ts';
import { withPerson } from '../../people/with-person.ts';
import { commonTexts } from '../../text/common-texts.ts';
import { type Helping, unsealRequest } from './ask.ts';
import { isSchoolDay } from './deadline.ts';
import type { HelpRequest } from './store.ts';
import { helpTexts } from './texts.ts';
import { ACTIONS, isOver, LIST, planDialog, requestsView, requestView } from './view.ts';

const named = z.object({ request: z.uuid() });
const listed = z.object({
  from: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number),
});
const planned = z.object({ day: z.iso.date() });

/** The furthest day for which a visit can be planned. */
const MAX_DAYS_AHEAD = 365;

/** Handlers for what supervisors do about the requests of their circles. */
export function takeHandlers(helping: Helping): Handlers {
  const { store, now, onChange } = helping;
  const about = (event: Tap | Submission, answer: (person: Person, request: HelpRequest) => Promise<Reply>) =>
    withPerson(helping.people, event.from, async (person) => {
      const request = await supervised(helping, person, event);
      return request ? answer(person, request) : say(sentenceView(commonTexts(person.language).outdated));
    });
  return {
    // Safe to repeat: the first supervisor keeps the request, and finishing twice changes nothing.
    idempotentTaps: {
      [ACTIONS.take]: (event) =>
        about(event, async (person, { id }) => {
          await store.take(id, person.id, now());
          onChange(id);
          return showRequest(helping, person, event, id);
        }),
      [ACTIONS.done]: (event) =>
        about(event, async (person, request) => {
          const { id } = request;
          await store.finish(id, person.id, await todayAt(helping, request), now());
          onChange(id);
          return showFinished(helping, person, event, id);
        }),
      [ACTIONS.list]: (event) =>
        withPerson(helping.people, event.from, async (person) =>
          person.role === 'teacher'
            ? say(sentenceView(commonTexts(person.language).outdated))
            : showRequests(helping, person, { reply: replaceBy, from: fromOf(event) }),
        ),
      [ACTIONS.plan]: (event) =>
        about(event, async (person, request) =>
          request.supervisorId === person.id && !isOver(request)
            ? { kind: 'dialog', dialog: planDialog(request, await todayAt(helping, request), person.language) }
            : showRequest(helping, person, event, request.id),
        ),
    },
    overwritingSubmissions: {
      [ACTIONS.plan]: (event) => about(event, (person, request) => plan(helping, person, request, event)),
    },
  };
}

/**
 * The open requests in the circles of a supervisor.
 * @param first a sentence to put before them; null for none
 * @param from how many to skip
 */
export async function showRequests(
  helping: Helping,
  person: Person,
  { reply = say, first = null, from = 0 }: { reply?: typeof say; first?: string | null; from?: number } = {},
): Promise<Reply> {
  const requests = (await helping.store.inCirclesOf(person.id)).map((request) =>
    unsealRequest(helping, request, person.language),
  );
  const view =
    requestsView(requests, person, helping.instruments.interventions, from) ??
    sentenceView(helpTexts(person.language).none);
  return reply(first === null ? view : { summary: first, blocks: [{ kind: 'text', text: first }, ...view.blocks] });
}

/**
 * Finishing removes a request from the list; the sentence before the list says which one, so that a mistake is noticed.
 */
async function showFinished(helping: Helping, person: Person, event: Tap, id: string): Promise<Reply> {
  const request = event.data['place'] === LIST ? await helping.store.get(id) : null;
  if (!request?.doneAt || request.supervisorId !== person.id) return showRequest(helping, person, event, id);
  const first = helpTexts(person.language).visited(request.teacher);
  return showRequests(helping, person, { reply: replaceBy, first, from: fromOf(event) });
}

async function plan(
  helping: Helping,
  { id, language }: Person,
  request: HelpRequest,
  event: Submission,
): Promise<Reply> {
  const texts = helpTexts(language);
  const read = planned.safeParse(event.values);
  const first = await todayAt(helping, request);
  const errors = (day: string): Reply => ({
    kind: 'errors',
    dialog: planDialog(request, first, language),
    fields: { day },
  });
  if (!read.success) return errors(texts.missing);
  const { day } = read.data;
  if (day < first || day > daysAfter(first, MAX_DAYS_AHEAD)) return errors(texts.past);
  if (await isClosed(helping, request, day)) return errors(texts.closed);
  const isPlanned = await helping.store.plan(request.id, id, day, helping.now());
  helping.onChange(request.id);
  return { kind: 'close', note: isPlanned ? texts.planned : commonTexts(language).outdated };
}

/** The request that an event is about; null when it is not of a circle that this person supervises. */
async function supervised({ store }: Helping, { id }: Person, { data }: Tap | Submission): Promise<HelpRequest | null> {
  const asked = named.safeParse(data);
  const request = asked.success ? await store.get(asked.data.request) : null;
  return request && (await store.supervises(id, request.circleId)) ? request : null;
}

/** The position in the list where the tap was made. */
function fromOf({ data }: Pick<Tap, 'data'>): number {
  return listed.safeParse(data).data?.from ?? 0;
}

async function showRequest(helping: Helping, person: Person, event: Tap, id: string): Promise<Reply> {
  if (event.data['place'] === LIST) return showRequests(helping, person, { reply: replaceBy, from: fromOf(event) });
  const request = await helping.store.get(id);
  if (!request) return say(sentenceView(commonTexts(person.language).outdated));
  return replaceBy(
    requestView(unsealRequest(helping, request, person.language), person, helping.instruments.interventions),
  );
}

/** Whether the school is closed on that day: a visit then would be announced to the teacher in vain. */
async function isClosed({ store, database, settings }: Helping, { teacherId }: HelpRequest, day: string) {
  const school = await store.schoolOf(teacherId);
  if (!school) return false;
  const { timezone, schoolId: id, region } = school;
  const calendar = await readCalendar(database.prisma, settings.lessonTime);
  return !isSchoolDay(day, { timezone, school: { id, region } }, calendar);
}

/** Today in the school's timezone, in which the due day is counted too. */
async function todayAt({ store, now, settings }: Helping, { teacherId }: HelpRequest): Promise<string> {
  const school = await store.schoolOf(teacherId);
  return dayAt(now(), school?.timezone ?? settings.timezone);
}
