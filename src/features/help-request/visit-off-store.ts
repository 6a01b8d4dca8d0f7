import { addDays } from 'date-fns/addDays';
import type { Pool } from '../../database/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { MESSAGES, NEWS_DAYS } from './change-store.ts';

/** A planned visit whose request was erased with its teacher. */
interface LostVisit {
  readonly requestId: string;
  /** The supervisor who planned it. */
  readonly personId: string;
  /** yyyy-MM-dd */
  readonly day: string;
}

/**
 * Deletes the outbox's records about requests whose teacher was erased: they tell when somebody asked, and for which
 * day a visit was planned. It waits until their messages were redrawn and nothing about them has to be sent.
 */
export async function forgetMessages({ prisma }: Pool): Promise<void> {
  await prisma.$executeRaw`
    DELETE FROM "Notification" n
     WHERE n.kind = ANY (${Object.values(MESSAGES)}) AND n.state IN ('sent', 'failed', 'expired')
       AND NOT EXISTS (SELECT 1 FROM "HelpRequest" r WHERE r.id::text = split_part(n.subject, ':', 1))
       AND NOT EXISTS (SELECT 1 FROM "HelpCard" c WHERE split_part(c.notification, ':', 2) = split_part(n.subject, ':', 1))`;
}

/** Tells the supervisor who planned a visit that it is off, once. */
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
