import type { Block } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { FEWEST_RATERS } from '../../measurement/effect-gate.ts';
import { weekOf } from '../../measurement/iso-week.ts';
import { quarterOf } from '../../measurement/quarter.ts';
import type { Person } from '../../people/person.ts';
import type { AnswerStore, GivenAnswer } from './answer-store.ts';
import { inOwnOrder, isOfferDay, portionOf, turnsLeft } from './spread.ts';
import { offerBlocks } from './view.ts';

export interface Answering extends Pick<Tools, 'people' | 'instruments' | 'now'> {
  readonly store: AnswerStore;
  readonly settings: Pick<Tools['settings'], 'timezone' | 'checkInSchedule'>;
  /** How many teachers there are behind a figure at least. */
  readonly fewest: number;
}

/** How many teachers there are behind a figure at least, as people are told. */
export function fewestOf({ minimumGroup }: Pick<Tools['settings'], 'minimumGroup'>): number {
  return Math.max(minimumGroup, FEWEST_RATERS);
}

export function currentQuarter({ now, settings }: Pick<Answering, 'now' | 'settings'>): string {
  return quarterOf(now(), settings.timezone);
}

/** What somebody did of the running quarter, and what is left, in their order. */
export async function standingOf(context: Answering, personId: string) {
  const quarter = currentQuarter(context);
  const codes = context.instruments.resources.first.items.map(({ code }) => code);
  const answers = await context.store.listOf(personId);
  const done: readonly GivenAnswer[] = answers.filter((each) => each.quarter === quarter && codes.includes(each.item));
  const isDone = new Set(done.map(({ item }) => item));
  const left = inOwnOrder(codes, personId, quarter).filter((code) => !isDone.has(code));
  return { quarter, done, left };
}

/** Below the thanks after a check-in: this turn's portion, as long as it is not done. */
export async function offerAfterCheckIn(
  context: Answering,
  { id, language }: Pick<Person, 'id' | 'language'>,
): Promise<readonly Block[]> {
  const { store, settings, now } = context;
  const turns = await store.turnsOf(id);
  if (!turns) return [];
  const calendar = await store.calendar();
  const at = now();
  if (!isOfferDay(turns, at, calendar)) return [];
  const { quarter, left, done } = await standingOf(context, id);
  const week = (moment: Date) => weekOf(moment, turns.rhythm.timezone);
  const doneNow = done.filter(({ answeredAt }) => week(answeredAt) === week(at)).length;
  const toCome = turnsLeft(turns, quarter, at, { calendar, checkInSchedule: settings.checkInSchedule });
  const portion = Math.min(left.length, portionOf(left.length + doneNow, toCome) - doneNow);
  return portion > 0 ? offerBlocks(language, portion) : [];
}
