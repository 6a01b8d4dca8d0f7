import type { Pool } from '../../database/client.ts';
import type { OwnAnswer } from '../../measurement/own-line.ts';

const ORDER = [{ answeredAt: 'asc' as const }, { id: 'asc' as const }];

/** One teacher's answers, for themselves, in PostgreSQL: all of them, oldest first. */
export function findOwnAnswers({ prisma }: Pool, personId: string): Promise<readonly OwnAnswer[]> {
  return prisma.answer.findMany({
    where: { personId },
    select: { item: true, value: true, week: true, answeredAt: true },
    orderBy: ORDER,
  });
}

/** All that is stored of them, for themselves. */
export function findStoredAnswers({ prisma }: Pool, personId: string) {
  const select = { week: true, item: true, value: true, answeredAt: true, instrument: true, source: true } as const;
  return prisma.answer.findMany({ where: { personId }, select, orderBy: ORDER });
}
