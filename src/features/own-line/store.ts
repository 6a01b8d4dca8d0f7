import type { Pool } from '../../database/client.ts';
import type { OwnAnswer } from '../../measurement/own-line.ts';

export interface OwnAnswers {
  /** All answers of one person, oldest first. */
  answersOf(personId: string): Promise<readonly OwnAnswer[]>;
}

/** One teacher's answers, for themselves, in PostgreSQL. */
export function createOwnAnswers({ prisma }: Pool): OwnAnswers {
  return {
    answersOf: (personId) =>
      prisma.answer.findMany({
        where: { personId },
        select: { item: true, value: true, week: true, answeredAt: true },
        orderBy: [{ answeredAt: 'asc' }, { id: 'asc' }],
      }),
  };
}
