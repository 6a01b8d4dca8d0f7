import type { Tools } from '../../feature.ts';
import { FEWEST_OF_SEVERAL } from '../../measurement/effect-gate.ts';
import { quarterOf } from '../../measurement/quarter.ts';
import type { AnswerStore, GivenAnswer } from './answer-store.ts';
import { inOwnOrder } from './spread.ts';

export interface Answering extends Pick<Tools, 'people' | 'instruments' | 'now'> {
  readonly store: AnswerStore;
  readonly settings: Pick<Tools['settings'], 'timezone' | 'checkInSchedule'>;
  /** The fewest teachers behind a figure. */
  readonly fewest: number;
}

/** The fewest teachers behind a figure, as people are told. */
export function fewestOf({ minimumGroup }: Pick<Tools['settings'], 'minimumGroup'>): number {
  return Math.max(minimumGroup, FEWEST_OF_SEVERAL);
}

/** In the deployment's timezone, so that everybody has the same quarter. */
export function currentQuarter({ now, settings }: Pick<Answering, 'now' | 'settings'>): string {
  return quarterOf(now(), settings.timezone);
}

/** What somebody did in the present quarter, and what is left, in their own order. */
export async function standingOf(context: Answering, personId: string) {
  const quarter = currentQuarter(context);
  const codes = context.instruments.resources.first.items.map(({ code }) => code);
  const answers = await context.store.listOf(personId);
  const done: readonly GivenAnswer[] = answers.filter((each) => each.quarter === quarter && codes.includes(each.item));
  const isDone = new Set(done.map(({ item }) => item));
  const left = inOwnOrder(codes, personId, quarter).filter((code) => !isDone.has(code));
  return { quarter, done, left };
}
