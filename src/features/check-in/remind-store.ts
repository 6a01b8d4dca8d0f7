import type { Pool } from '../../database/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { IS_LEAVING, TAKES_PART } from '../../people/conditions.ts';

/** An open check-in that arrived and that its owner has not begun to answer. */
export interface Unanswered {
  readonly id: string;
  readonly personId: string;
  readonly sentAt: Date;
  readonly closesAt: Date;
}

interface PlannedReminder {
  readonly personId: string;
  /** The check-in's id. */
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** Reminders of check-ins, in PostgreSQL. */
export function createReminderStore({ prisma }: Pool) {
  return {
    /**
     * The unanswered check-ins of a week that have no reminder, except of people who postponed theirs, stopped, or are
     * leaving.
     */
    unanswered: (week: string, now: Date) => prisma.$queryRaw<Unanswered[]>`
      SELECT c.id, c."personId", n."sentAt", c."closesAt"
        FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId" JOIN "Notification" n ON n.key = 'check-in:' || c.id
       WHERE c.week = ${week} AND c."closesAt" > ${now} AND ${TAKES_PART}
         AND NOT ${IS_LEAVING} AND n.state = 'sent' AND c.snoozes = 0
         AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."checkInId" = c.id)
         AND NOT EXISTS (SELECT 1 FROM "CheckInItem" i WHERE i."checkInId" = c.id AND i.skipped)
         AND NOT EXISTS (SELECT 1 FROM "Notification" r WHERE r.key = 'reminder:' || c.id)`,

    /** @returns how many were new */
    save: (to: readonly PlannedReminder[], now: Date): Promise<number> =>
      prisma.$transaction((transaction) =>
        notifyPeople(transaction, { kind: 'reminder', to, unasked: 3, notAfter: now }, now),
      ),
  };
}
