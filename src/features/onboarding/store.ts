import type { GoodMoments } from '../../calendar/store.ts';
import type { ChatUser, ConversationReference } from '../../chat/address.ts';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { insertNotifications } from '../../outbox/notification-store.ts';
import { unaskedOf } from '../../outbox/unasked.ts';
import { IS_LEAVING } from '../../people/conditions.ts';
import type { Person } from '../../people/person.ts';
import { FIRST_TO_TRY, mayBeTried, SURELY_NOT_SENT } from '../../people/reachable.ts';
import { reconnect } from '../../people/reconnect.ts';
import { createPeople, isUser } from '../../people/store.ts';

export type OnboardingStore = ReturnType<typeof createOnboardingStore>;

interface Invitee {
  readonly personId: string;
  readonly accountId: string;
  readonly lane: string;
}

interface WhomToInvite {
  readonly personId?: string;
  readonly goodMoments?: GoodMoments;
  readonly newcomersOnly?: boolean;
}

interface HeardOf {
  readonly user: ChatUser;
  readonly at: Date;
  /** How to write to them, where that was told. */
  readonly conversation?: ConversationReference;
}

/** Who takes part and can be reached, in PostgreSQL. */
export function createOnboardingStore(pool: Pool) {
  const { prisma } = pool;
  const { findByUser } = createPeople(pool);
  return {
    /** Records a yes given in chat. @param version of the text that was said yes to */
    consent: (id: string, version: number, now: Date): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const data = { consentedAt: now, consentBasis: 'chat', consentVersion: version, declinedAt: null } as const;
        await transaction.person.update({ where: { id }, data });
        await unaskedOf(transaction, id).restore(now);
      }),
    /** Records a no, or a stop: nothing is asked any more, and what waited to be asked is not there any more. */
    decline: (id: string, now: Date): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const data = { consentedAt: null, consentBasis: null, consentVersion: null, declinedAt: now };
        await transaction.person.update({ where: { id }, data });
        await unaskedOf(transaction, id).withdraw();
      }),
    /**
     * The person can be written to from now on, and gets what they could not be sent and can still answer; null when there
     * is no such account.
     */
    connect: async (user: ChatUser, conversation: ConversationReference | null, now: Date): Promise<Person | null> => {
      if (conversation !== null) {
        await prisma.$executeRaw`
          UPDATE "Account" a SET conversation = ${JSON.stringify(conversation)}::jsonb
            FROM "Workspace" w WHERE w.id = a."workspaceId" AND ${isUser(user)}`;
      }
      await reconnect(prisma, [{ user, at: now }], now);
      return findByUser(user);
    },
    /** The same for many: who had been given up before they were heard of can be written to again. */
    reconnect: async (heard: readonly HeardOf[], now: Date): Promise<void> => {
      const told = heard.filter(({ conversation }) => conversation !== undefined);
      if (told.length > 0) await prisma.$executeRaw(rememberConversations(told));
      await reconnect(prisma, heard, now);
    },
    disconnect: async (user: ChatUser, now: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "Account" a SET "unreachableSince" = ${now}, "unreachableWhy" = 'app_removed', conversation = NULL
          FROM "Workspace" w WHERE w.id = a."workspaceId" AND ${isUser(user)}`;
    },
    /**
     * Writes an invitation to the outbox for every teacher none has reached yet, and who can be reached or was given up at
     * least six days ago, and nobody who left the list; for the next good moment, or at once for the one who has just been heard of. Newcomers are those for
     * whom none was ever written: so it can be asked as often as one likes, and what failed is not tried each time. @returns how many
     */
    inviteTeachers: (
      now: Date,
      notAfter: Date,
      { personId, goodMoments, newcomersOnly = false }: WhomToInvite = {},
    ): Promise<number> =>
      prisma.$transaction(async (transaction) => {
        // Whoever left the list is asked whether they stay: to be asked to take part at once would contradict it.
        const only = personId ? Prisma.sql`AND p.id = ${personId}::uuid` : Prisma.sql`AND NOT ${IS_LEAVING}`;
        // One that certainly did not arrive has asked nobody anything.
        if (!newcomersOnly) {
          await transaction.$executeRaw`
            DELETE FROM "Notification" n USING "Person" p
             WHERE n.key = 'invitation:' || p.id AND ${SURELY_NOT_SENT}
               AND p.role = 'teacher' AND p."consentedAt" IS NULL AND p."declinedAt" IS NULL ${only}
               AND EXISTS (
                 SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
                  WHERE a."personId" = p.id AND ${mayBeTried(now)})`;
        }
        const invitees = await transaction.$queryRaw<Invitee[]>`
          SELECT DISTINCT ON (p.id) p.id AS "personId", a.id AS "accountId", w.platform || ':' || w."externalId" AS lane
            FROM "Person" p JOIN "Account" a ON a."personId" = p.id JOIN "Workspace" w ON w.id = a."workspaceId"
           WHERE p.role = 'teacher' AND p."consentedAt" IS NULL AND p."declinedAt" IS NULL ${only}
             AND ${mayBeTried(now)}
             AND NOT EXISTS (SELECT 1 FROM "Notification" n WHERE n.key = 'invitation:' || p.id)
           ORDER BY p.id, ${FIRST_TO_TRY}`;
        const moments = await goodMoments?.(
          invitees.map((invitee) => invitee.personId),
          now,
        );
        const rows = invitees.map((invitee) => ({
          key: `invitation:${invitee.personId}`,
          kind: 'invitation',
          subject: invitee.personId,
          lane: invitee.lane,
          to: { accountId: invitee.accountId },
          ...(personId ? {} : { unasked: 2 as const }),
          notBefore: moments?.get(invitee.personId) ?? now,
          notAfter,
        }));
        return insertNotifications(transaction, rows, now);
      }),
  };
}

/** Teams may answer elsewhere since, and the app may have been added again unheard; but not before it was removed. */
function rememberConversations(told: readonly HeardOf[]): Prisma.Sql {
  const list = JSON.stringify(told.map(({ user, ...rest }) => ({ ...user, ...rest })));
  return Prisma.sql`
    UPDATE "Account" a SET conversation = h.conversation
      FROM jsonb_to_recordset(${list}::jsonb) AS h(platform "Platform", workspace text, "user" text, at timestamptz, conversation jsonb)
      JOIN "Workspace" w ON w.platform = h.platform AND w."externalId" = h.workspace
     WHERE a."workspaceId" = w.id AND a."externalId" = h."user" AND a.conversation IS DISTINCT FROM h.conversation
       AND (a."unreachableSince" IS NULL OR a."unreachableSince" <= h.at)`;
}
