import { subMonths } from 'date-fns/subMonths';
import type { Pool } from '../../database/client.ts';
import { startOfWeek, weekOf } from '../../measurement/iso-week.ts';

/**
 * Deletes answers and check-ins of whole weeks that are older than this, and the outbox's records of messages as old.
 * Frozen weeks and their sums stay.
 */
export async function deleteOld(
  { prisma }: Pool,
  { months, timezone, now }: { months: number; timezone: string; now: Date },
): Promise<void> {
  const before = subMonths(now, months);
  const week = weekOf(before, timezone);
  await prisma.answer.deleteMany({ where: { week: { lt: week } } });
  await prisma.resourceAnswer.deleteMany({ where: { answeredAt: { lt: startOfWeek(week, timezone) } } });
  await prisma.checkIn.deleteMany({ where: { week: { lt: week } } });
  const done = ['sent', 'failed', 'expired'] as const;
  await prisma.notification.deleteMany({ where: { createdAt: { lt: before }, state: { in: [...done] } } });
}
