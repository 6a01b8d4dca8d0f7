import { ACTIONS } from '../src/features/resources/view.ts';
import { hasAction, tap, typeAndAwait } from './chat-driver.ts';
import type { Demo } from './demo.ts';

/** The figures of the questions about what supports teachers, in the played week. */
export interface PlayedResources {
  readonly teachers: number;
  readonly answered: number;
  /** Closed quarters that the team can read about. */
  readonly told: number;
}

/** The number of teachers who answer, on each platform. */
const ANSWERING = 2;

/** Some teachers on both platforms ask for the questions about what supports them, and answer those that they get. */
export async function playResources({ simulators, running, clock, teachers }: Demo): Promise<PlayedResources> {
  const { prisma } = running.foundation.database;
  const since = clock.now();
  for (const platform of ['slack', 'teams'] as const) {
    const dutch = teachers.filter((each) => each.platform === platform && each.language === 'nl');
    for (const teacher of dutch.slice(0, ANSWERING)) {
      await typeAndAwait(simulators, teacher, 'wat mij steunt', ACTIONS.begin);
      await tap(simulators, teacher, ACTIONS.begin, { place: 'here' });
      while (hasAction(simulators, teacher, ACTIONS.answer))
        await tap(simulators, teacher, ACTIONS.answer, { value: '4' });
    }
  }
  const answered = await prisma.resourceAnswer.groupBy({
    by: 'personId',
    where: { answeredAt: { gte: since } },
    _count: true,
  });
  return {
    teachers: answered.length,
    answered: answered.reduce((sum, { _count }) => sum + _count, 0),
    told: await prisma.resourceQuarter.count(),
  };
}
