import { dayAt } from '../../calendar/day.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { Composers } from '../../outbox/compose.ts';
import { dated, type Helping, unsealRequest } from './ask.ts';
import { MESSAGES } from './change-store.ts';
import { helpTexts } from './texts.ts';
import { isOver, lateView, requestView, toldView } from './view.ts';

/** Composes messages to people. A subject begins with the id of the request; what follows a colon makes it unique. */
export function helpMessages(helping: Helping): Composers {
  return { ...messagesToTeachers(helping), ...messagesToSupervisors(helping) };
}

function messagesToTeachers(helping: Helping): Composers {
  const standing = (subject: string) => findStanding(helping, subject);
  return {
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
    // Not needed when somebody has it again: the teacher hears who.
    [MESSAGES.again]: async (subject, _at, language) => {
      const request = await standing(subject);
      if (request?.supervisorId !== null) return null;
      return toldView(dated(helping, request), language, subject.split(':')[2] || null);
    },
  };
}

function messagesToSupervisors(helping: Helping): Composers {
  const { store, instruments } = helping;
  /** Somebody who left the circle since the message was written may no longer read the request. */
  const supervised = async (subject: string) => {
    const [request, id = ''] = [await findStanding(helping, subject), subject.split(':')[1]];
    return request && (await store.supervises(id, request.circleId)) ? request : null;
  };
  return {
    // Supervisors who would hear later are not told once somebody has it.
    [MESSAGES.written]: async (subject, _at, language) => {
      const request = await supervised(subject);
      const id = subject.split(':')[1] ?? '';
      const isTheirs = request?.supervisorId === null || request?.supervisorId === id;
      return request && isTheirs
        ? requestView(unsealRequest(helping, request, language), { id, language }, instruments.interventions)
        : null;
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
    [MESSAGES.free]: async (subject, _at, language) => {
      const request = await supervised(subject);
      const [, id = ''] = subject.split(':');
      if (request?.supervisorId !== null) return null;
      const first = helpTexts(language).free;
      return requestView(unsealRequest(helping, request, language), { id, language }, instruments.interventions, first);
    },
    // It only says where not to go, neither who asked nor for what.
    [MESSAGES.withdrawn]: async (subject, _at, language) => {
      const [requestId = '', id = '', day = ''] = subject.split(':');
      const request = await store.get(requestId);
      // The teacher was erased, and with them the place.
      if (!request) return isPast(helping, day) ? null : sentenceView(helpTexts(language).visitGone(day));
      if (!request.withdrawnAt || request.supervisorId !== id || dated(helping, request).hasPassed) return null;
      return sentenceView(helpTexts(language).visitOff(day, request.school));
    },
  };
}

/** Composes posts in the supervisors' channels, where others read along: neither who asked nor for what. */
export function helpPosts(helping: Helping): Composers {
  return {
    [MESSAGES.late]: async (subject, _at, language) => {
      const request = await findStanding(helping, subject);
      if (!request || request.visitOn !== null) return null;
      return lateView(dated(helping, request), Number(subject.split(':')[1]), language);
    },
  };
}

/** The request of a subject; null when it is over or gone. */
async function findStanding({ store }: Pick<Helping, 'store'>, subject: string) {
  const request = await store.get(subject.split(':')[0] ?? '');
  return request && !isOver(request) ? request : null;
}

function isPast({ now, settings }: Pick<Helping, 'now' | 'settings'>, day: string): boolean {
  return day < dayAt(now(), settings.timezone);
}
