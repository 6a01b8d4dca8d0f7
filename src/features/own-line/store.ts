import type { Pool } from '../../database/client.ts';
import type { OwnAnswer } from '../../measurement/own-line.ts';

/** One teacher's answers, for that teacher, in PostgreSQL: all of them, oldest first. */
export function createOwnAnswerStore({ prisma }: Pool) {
  const orderBy = [{ answeredAt: 'asc' as const }, { id: 'asc' as const }];
  const select = { week: true, item: true, value: true, answeredAt: true } as const;
  return {
    /** The answers for their line. */
    answers: (personId: string): Promise<readonly OwnAnswer[]> =>
      prisma.answer.findMany({ where: { personId }, select, orderBy }),

    /** All that is stored about the answers. */
    stored: (personId: string) =>
      prisma.answer.findMany({ where: { personId }, select: { ...select, instrument: true, source: true }, orderBy }),
  };
}
