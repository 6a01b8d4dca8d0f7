import type { ChatUser } from '../../chat/address.ts';
import type { Pool } from '../../database/client.ts';
import type { NewNotification } from '../../outbox/notification.ts';
import { insertNotifications } from '../../outbox/notification-store.ts';
import { isUser } from '../../people/store.ts';

const MAX_SNOOZES = 3;

interface Snooze {
  readonly checkIn: string;
  readonly by: ChatUser;
  readonly until: Date;
  readonly notAfter: Date;
}

/** Postponed check-ins, in PostgreSQL. */
export function createSnoozeStore({ prisma }: Pool) {
  return {
    /** The time zone of somebody's school; null for somebody without one. */
    timezoneOf: async (personId: string): Promise<string | null> => {
      const person = await prisma.person.findUnique({
        where: { id: personId },
        select: { school: { select: { timezone: true } } },
      });
      return person?.school?.timezone ?? null;
    },

    /**
     * Postpones a check-in: it comes back in the account in which it was postponed, once, and without a reminder or an
     * earlier message in between.
     * @returns false when it was postponed too often
     */
    snooze: ({ checkIn: id, by, until, notAfter }: Snooze, now: Date): Promise<boolean> =>
      prisma.$transaction(async (transaction) => {
        const [put] = await transaction.$queryRaw<{ snoozes: number }[]>`
          UPDATE "CheckIn" SET snoozes = snoozes + 1, "snoozedUntil" = ${until}
           WHERE id = ${id}::uuid AND snoozes < ${MAX_SNOOZES} RETURNING snoozes`;
        if (!put) return false;
        await transaction.$executeRaw`
          UPDATE "Notification" SET state = 'expired', reason = 'snoozed'
           WHERE state = 'queued' AND (key IN ('check-in:' || ${id}, 'reminder:' || ${id}) OR key LIKE 'check-in:' || ${id} || ':snooze:%')`;
        const [account] = await transaction.$queryRaw<{ id: string; lane: string }[]>`
          SELECT a.id, w.platform || ':' || w."externalId" AS lane
            FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId" WHERE ${isUser(by)}`;
        if (!account) return false;
        const key = `check-in:${id}:snooze:${put.snoozes}`;
        const { id: accountId, lane } = account;
        // It counts as the check-in itself, so that a pause moves it and it is never sent at a bad moment.
        const message: NewNotification = {
          key,
          kind: 'snoozed',
          subject: id,
          lane,
          unasked: 1,
          to: { accountId },
          notBefore: until,
          notAfter,
        };
        await insertNotifications(transaction, [message], now);
        return true;
      }),
  };
}
