import type { Pool } from '../../database/client.ts';
import type { OwnAnswer } from '../../measurement/own-line.ts';

/** One teacher's answers, for themselves, in PostgreSQL: all of them, oldest first. */
export function findOwnAnswers({ prisma }: Pool, personId: string): Promise<readonly OwnAnswer[]> {
  return prisma.answer.findMany({
    where: { personId },
    select: { item: true, value: true, week: true, answeredAt: true },
    orderBy: [{ answeredAt: 'asc' }, { id: 'asc' }],
  });
}
