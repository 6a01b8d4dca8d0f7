import { momentOf } from '../../calendar/day.ts';
import { EARLIEST } from '../../calendar/good-moment.ts';
import { sentenceView } from '../../chat/sentence.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { dated, type Helping, unsealRequest } from './ask.ts';
import { type createCardStore, NOT_THEIRS, OVER, SHOWN_ELSEWHERE, VISIT } from './card-store.ts';
import { MESSAGES } from './change-store.ts';
import { helpTexts } from './texts.ts';
import { type DatedRequest, lateView, requestView, toldBeforeView, toldView } from './view.ts';
import { tellVisitOff } from './visit-off-store.ts';

interface Redrawing extends Pick<Tools, 'sentMessages' | 'onTrouble'> {
  readonly cards: ReturnType<typeof createCardStore>;
}

/**
 * Redraws, in place, every message that no longer shows the state of its request: at once after a change, and every few
 * minutes for messages that this could not reach and for changes that nobody tapped (somebody was erased, or left the
 * circle). One redraw at a time for each request: two at once would each draw the same messages, and neither would know
 * what is shown in the end.
 * @returns a function that redraws the messages of one request, or of all requests (null)
 */
export function createRedraw(redrawing: Helping & Redrawing): (requestId: string | null) => Promise<void> {
  const underway = new Map<string | null, Promise<void>>();
  return async (requestId) => {
    const before = underway.get(requestId)?.catch(() => undefined);
    const mine = Promise.resolve(before).then(() => redrawCards(redrawing, requestId));
    underway.set(requestId, mine);
    try {
      await mine;
    } finally {
      if (underway.get(requestId) === mine) underway.delete(requestId);
    }
  };
}

async function redrawCards(helping: Helping & Redrawing, requestId: string | null): Promise<void> {
  for (const card of await helping.cards.stale(requestId)) {
    try {
      await redrawCard(helping, card);
    } catch (error) {
      // Goes on with the others: otherwise one message that cannot be drawn would block all after it, every time.
      helping.onTrouble(error, 'a message shows a request as it stood');
    }
  }
}

type StaleCard = Awaited<ReturnType<Redrawing['cards']['stale']>>[number];

async function redrawCard(helping: Helping & Redrawing, card: StaleCard): Promise<void> {
  const { cards, sentMessages } = helping;
  if (card.notification.startsWith(`${VISIT}:`)) return endVisit(helping, card);
  const view = await cardView(helping, card);
  const { personId, channelId, notification } = card;
  const to = personId === null ? { channelId: channelId ?? '' } : { personId };
  const outcome = await sentMessages.show(to, notification, view);
  // No other message about this request will follow once it is over, so that the card can be forgotten.
  const isLast = OVER.includes(card.state) && outcome !== 'waits';
  if (outcome === 'gone' || isLast) await cards.forget(card);
  else if (outcome === 'shown') await cards.drawn(card);
}

/**
 * The visit is no longer planned. The supervisor is told by another message, except when the request was erased with
 * its teacher: then they are told here.
 */
async function endVisit(helping: Helping & Redrawing, card: StaleCard): Promise<void> {
  const { store, cards, database, now } = helping;
  const [, requestId = '', personId = '', day = ''] = card.notification.split(':');
  if (OVER.includes(card.state) && (await store.get(requestId)) === null) {
    const moment = await beforeVisit(helping, personId, day);
    await tellVisitOff(database, { requestId, personId, day }, moment, now());
  }
  await cards.forget(card);
}

/** When to tell a supervisor that a visit is off: at a good moment, but before they would leave for it. */
async function beforeVisit(
  { goodMoments, settings, now }: Helping & Redrawing,
  personId: string,
  day: string,
): Promise<Date> {
  const [good, at] = [(await goodMoments([personId], now())).get(personId), now()];
  const { lessonTime, timezone } = settings;
  if (good && good < momentOf(day, lessonTime.begin, timezone)) return good;
  const morning = momentOf(day, EARLIEST, timezone);
  return new Date(Math.max(at.getTime(), morning.getTime()));
}

async function cardView(helping: Helping, { notification, personId, language, state }: StaleCard): Promise<View> {
  const [kind = '', id = '', second = '', third = ''] = notification.split(':');
  const found = OVER.includes(state) || state === NOT_THEIRS ? null : await helping.store.get(id);
  // A request that is over, or no longer theirs, is not repeated: the message only says so.
  if (!found) return sentenceView(overText(kind, state, language));
  const request = dated(helping, found);
  if (state === SHOWN_ELSEWHERE) return sentenceView(elsewhereText(kind, request, language));
  switch (kind) {
    case MESSAGES.late:
      return lateView(request, Number(second), language);
    case MESSAGES.again:
      return request.supervisor === null
        ? toldView(request, language, third || null)
        : toldBeforeView(request, language);
    case MESSAGES.planned:
      return request.visitOn === second ? toldView(request, language) : toldBeforeView(request, language, second);
    case MESSAGES.taken: {
      const isStill = request.takenAt?.getTime() === Number(second) && request.visitOn === null;
      return isStill ? toldView(request, language) : toldBeforeView(request, language);
    }
    default: {
      const first = firstOf(kind, request, third, language);
      const reader = { id: personId ?? '', language };
      return requestView(unsealRequest(helping, request, language), reader, helping.instruments.interventions, first);
    }
  }
}

/** The sentence that replaces an older message. In a channel it names nobody, because others read along. */
function elsewhereText(kind: string, { teacher, school, circle }: DatedRequest, language: string): string {
  const { elsewhere, lateElsewhere } = helpTexts(language);
  return kind === MESSAGES.late ? lateElsewhere(circle) : elsewhere(teacher, school);
}

const TOLD_TO_TEACHERS: readonly string[] = [MESSAGES.taken, MESSAGES.planned, MESSAGES.again];

function overText(kind: string, state: string, language: string): string {
  const texts = helpTexts(language);
  if (state === NOT_THEIRS) return texts.state.notTheirs;
  if (kind === MESSAGES.late) return state === 'done' ? texts.lateDone : texts.lateWithdrawn;
  if (state !== 'done') return texts.state.withdrawn;
  return TOLD_TO_TEACHERS.includes(kind) ? texts.doneForYou : texts.state.done;
}

/** The sentence before the request, as long as it is still true. */
function firstOf(
  kind: string,
  { visitOn, supervisorId, waitedDays }: DatedRequest,
  third: string,
  language: string,
): string | null {
  const { wereYouThere, reminder, free } = helpTexts(language);
  if (kind === MESSAGES.visited && visitOn === third) return wereYouThere(third);
  if (kind === MESSAGES.reminder && visitOn === null) return reminder(waitedDays);
  return kind === MESSAGES.free && supervisorId === null ? free : null;
}
