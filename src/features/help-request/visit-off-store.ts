import { addDays } from 'date-fns/addDays';
import type { Pool } from '../../database/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { MESSAGES, NEWS_DAYS } from './change-store.ts';

/** A visit whose request is gone, with its teacher. */
interface LostVisit {
  readonly requestId: string;
  /** Who planned it. */
  readonly personId: string;
  /** yyyy-MM-dd */
  readonly day: string;
}

/**
 * Of a request whose teacher was erased the outbox tells its supervisors' messages: when somebody asked, and on which day somebody was to
 * come. They go once they were drawn anew and nothing about them is yet to be told.
 */
export async function forgetMessages({ prisma }: Pool): Promise<void> {
  await prisma.$executeRaw`
    DELETE FROM "Notification" n
     WHERE n.kind = ANY (${Object.values(MESSAGES)}) AND n.state IN ('sent', 'failed', 'expired')
       AND NOT EXISTS (SELECT 1 FROM "HelpRequest" r WHERE r.id::text = split_part(n.subject, ':', 1))
       AND NOT EXISTS (SELECT 1 FROM "HelpCard" c WHERE split_part(c.notification, ':', 2) = split_part(n.subject, ':', 1))`;
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
