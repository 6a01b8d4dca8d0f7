import { addDays } from 'date-fns/addDays';
import type { Pool } from '../../database/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { MESSAGES, NEWS_DAYS } from './store.ts';

/** A visit whose request is gone, with its teacher. */
interface LostVisit {
  readonly requestId: string;
  /** Who planned it. */
  readonly personId: string;
  /** yyyy-MM-dd */
  readonly day: string;
}

/** Tells whoever planned a visit that it is off, once. */
export async function tellVisitOff(
  { prisma }: Pool,
  { requestId, personId, day }: LostVisit,
  notBefore: Date,
  now: Date,
): Promise<void> {
  const to = [{ personId, subject: `${requestId}:${personId}:${day}`, notBefore }];
  const notAfter = addDays(notBefore, NEWS_DAYS);
  await prisma.$transaction((transaction) =>
    notifyPeople(transaction, { kind: MESSAGES.withdrawn, to, notAfter }, now),
  );
}
