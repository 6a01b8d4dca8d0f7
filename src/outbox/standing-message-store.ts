import type { ChatUser } from '../chat/address.ts';
import type { StandingMessages } from '../chat/standing-messages.ts';
import type { Database } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';

/** Which messages in people's chats belong to notifications, in PostgreSQL. */
export function createStandingMessages({ prisma }: Pick<Database, 'prisma'>, now: () => Date): StandingMessages {
  return {
    tapped: async (by, notification, reference) => {
      // This settles an attempt that is under way or waits to be repeated: its outcome is dropped unless it is "sent".
      const rows = await prisma.$queryRaw<{ other: string }[]>`
        WITH proved AS (
          UPDATE "Notification" n
          SET state = 'sent', "sentAt" = ${now()}, reference = ${reference}, reason = NULL
          WHERE n.state <> 'sent' AND ${isFor(notification, by)}
        )
        SELECT n.reference AS other FROM "Notification" n
        WHERE n.state = 'sent' AND n.reference NOT IN (${reference}, '') AND ${isFor(notification, by)}`;
      return rows[0]?.other ?? null;
    },

    replaced: async (by, notification, other, reference) => {
      await prisma.$executeRaw`
        UPDATE "Notification" n SET reference = ${reference}, double = nullif(n.double, ${reference})
        WHERE n.reference = ${other} AND ${isFor(notification, by)}`;
    },
  };
}

/** For a query with Notification as n: this notification, sent to the account that was tapped from. */
function isFor(notification: string, { platform, workspace, user }: ChatUser): Prisma.Sql {
  return Prisma.sql`n.key = ${notification} AND n."accountId" = (
    SELECT a.id FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
    WHERE w.platform = ${platform}::"Platform" AND w."externalId" = ${workspace} AND a."externalId" = ${user})`;
}
