import type { Tools } from '../../feature.ts';
import { FEWEST_OF_SEVERAL } from '../../measurement/effect-gate.ts';
import { quarterOf } from '../../measurement/quarter.ts';
import type { AnswerStore, GivenAnswer } from './answer-store.ts';
import { inOwnOrder } from './spread.ts';

export interface Answering extends Pick<Tools, 'people' | 'instruments' | 'now'> {
  readonly store: AnswerStore;
  readonly settings: Pick<Tools['settings'], 'timezone' | 'checkInSchedule'>;
  /** How many teachers there are behind a figure at least. */
  readonly fewest: number;
}

/** How many teachers there are behind a figure at least, as people are told. */
export function fewestOf({ minimumGroup }: Pick<Tools['settings'], 'minimumGroup'>): number {
  return Math.max(minimumGroup, FEWEST_OF_SEVERAL);
}

/** By the clocks of the deployment: one quarter for everybody. */
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
