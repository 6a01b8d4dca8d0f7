import { dayAt } from '../../calendar/day.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Composers } from '../../outbox/compose.ts';
import { dated, type Helping, unsealRequest } from './ask.ts';
import { MESSAGES } from './store.ts';
import { helpTexts } from './texts.ts';
import { isOver, lateView, requestView, toldView } from './view.ts';

/** Their subjects begin with the id of the request, and say after a colon what makes them one of their own. */
export function helpMessages(helping: Helping): Composers {
  const { store, instruments } = helping;
  const standing = (subject: string) => findStanding(helping, subject);
  /** Somebody may have left the circle since it was written to them, and the request is not theirs to read then. */
  const supervised = async (subject: string) => {
    const [request, id = ''] = [await standing(subject), subject.split(':')[1]];
    return request && (await store.supervises(id, request.circleId)) ? request : null;
  };
  return {
    // Whoever would hear of it later need not, once somebody has it.
    [MESSAGES.written]: async (subject, _at, language) => {
      const request = await supervised(subject);
      const id = subject.split(':')[1] ?? '';
      const isTheirs = request?.supervisorId === null || request?.supervisorId === id;
      return request && isTheirs
        ? requestView(unsealRequest(helping, request, language), { id, language }, instruments.interventions)
        : null;
    },
    [MESSAGES.taken]: async (subject, _at, language) => {
      const request = await standing(subject);
      if (!request?.supervisor || request.visitOn !== null) return null;
      return toldView(dated(helping, request), language);
    },
    [MESSAGES.planned]: async (subject, _at, language) => {
      const request = await standing(subject);
      if (!request?.supervisor || request.visitOn !== subject.split(':')[1]) return null;
      return toldView(dated(helping, request), language);
    },
    [MESSAGES.visited]: async (subject, _at, language) => {
      const request = await supervised(subject);
      const [, id = '', day = ''] = subject.split(':');
      if (request?.supervisorId !== id || request.visitOn !== day) return null;
      const first = helpTexts(language).wereYouThere(day);
      return requestView(unsealRequest(helping, request, language), { id, language }, instruments.interventions, first);
    },
    [MESSAGES.reminder]: async (subject, _at, language) => {
      const request = await supervised(subject);
      const [, id = ''] = subject.split(':');
      if (!request || request.visitOn !== null) return null;
      const shown = unsealRequest(helping, request, language);
      const first = helpTexts(language).reminder(shown.waitedDays);
      return requestView(shown, { id, language }, instruments.interventions, first);
    },
    // Nobody need hear that it was free who hears who has it.
    [MESSAGES.again]: async (subject, _at, language) => {
      const request = await standing(subject);
      if (request?.supervisorId !== null) return null;
      return toldView(dated(helping, request), language, subject.split(':')[2] || null);
    },
    [MESSAGES.free]: async (subject, _at, language) => {
      const request = await supervised(subject);
      const [, id = ''] = subject.split(':');
      if (request?.supervisorId !== null) return null;
      const first = helpTexts(language).free;
      return requestView(unsealRequest(helping, request, language), { id, language }, instruments.interventions, first);
    },
    // Only where they need not go: neither who had asked nor what.
    [MESSAGES.withdrawn]: async (subject, _at, language) => {
      const [requestId = '', id = '', day = ''] = subject.split(':');
      const request = await store.get(requestId);
      // Its teacher was erased: where it was is gone as well.
      if (!request) return isPast(helping, day) ? null : sentenceView(helpTexts(language).visitGone(day));
      if (!request.withdrawnAt || request.supervisorId !== id || dated(helping, request).hasPassed) return null;
      return sentenceView(helpTexts(language).visitOff(day, request.school));
    },
  };
}

/** What is posted in the supervisors' channels. Others read along there: neither who asked nor what. */
export function helpPosts(helping: Helping): Composers {
  return {
    [MESSAGES.late]: async (subject, _at, language) => {
      const request = await findStanding(helping, subject);
      if (!request || request.visitOn !== null) return null;
      return lateView(dated(helping, request), Number(subject.split(':')[1]), language);
    },
  };
}

/** The request that a subject begins with; null when it is over or gone. */
async function findStanding({ store }: Pick<Helping, 'store'>, subject: string) {
  const request = await store.get(subject.split(':')[0] ?? '');
  return request && !isOver(request) ? request : null;
}

function isPast({ now, settings }: Pick<Helping, 'now' | 'settings'>, day: string): boolean {
  return day < dayAt(now(), settings.timezone);
}
