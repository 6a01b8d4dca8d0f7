import type { GoodMoments } from '../../calendar/store.ts';
import type { ChatUser, ConversationReference } from '../../chat/address.ts';
import type { Pool, Transaction } from '../../database/client.ts';
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
  /** How to write to them, where the event had it. */
  readonly conversation?: ConversationReference;
}

/** Who takes part and who can be reached, in PostgreSQL. */
export function createOnboardingStore(pool: Pool) {
  const { prisma } = pool;
  const { findByUser } = createPeople(pool);
  return {
    /** Records a consent given in chat. @param version of the text that they agreed to */
    consent: (id: string, version: number, now: Date): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const data = { consentedAt: now, consentBasis: 'chat', consentVersion: version, declinedAt: null } as const;
        await transaction.person.update({ where: { id }, data });
        await unaskedOf(transaction, id).restore(now);
      }),
    /** Records a refusal, or a stop: nothing is asked any more, and unsent questions are withdrawn. */
    decline: (id: string, now: Date): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const data = { consentedAt: null, consentBasis: null, consentVersion: null, declinedAt: now };
        await transaction.person.update({ where: { id }, data });
        await unaskedOf(transaction, id).withdraw();
      }),
    /**
     * Records that a person can be reached, and requeues the messages that could not be sent and can still be answered.
     * @returns null when there is no such account
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
    /** The same for many people; those who had been given up are tried again. */
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
     * Writes an invitation to the outbox for every teacher who has not received one and can be reached (or was given up
     * at least six days ago), except those who left the list. It is sent at the next good moment, or at once when
     * `personId` names the teacher who just did something. With `newcomersOnly`, only teachers for whom no invitation
     * was ever written: so it can be called often without retrying failures each time.
     * @returns how many were written
     */
    inviteTeachers: (now: Date, notAfter: Date, whom: WhomToInvite = {}): Promise<number> =>
      prisma.$transaction((transaction) => inviteIn(transaction, now, notAfter, whom)),
  };
}

/** Only `personId`, when it is given, or everybody who did not leave the list. */
async function inviteIn(
  transaction: Transaction,
  now: Date,
  notAfter: Date,
  { personId, goodMoments, newcomersOnly = false }: WhomToInvite,
): Promise<number> {
  // Not to people who left the list: they are asked whether they stay, which an invitation would contradict.
  const only = personId ? Prisma.sql`AND p.id = ${personId}::uuid` : Prisma.sql`AND NOT ${IS_LEAVING}`;
  // Deletes invitations that certainly did not arrive, so that they are written again.
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
}

/**
 * The conversation in Teams may have changed, and the app may have been added again unnoticed; but an event from before
 * it was removed does not count.
 */
function rememberConversations(told: readonly HeardOf[]): Prisma.Sql {
  const list = JSON.stringify(told.map(({ user, ...rest }) => ({ ...user, ...rest })));
  return Prisma.sql`
    UPDATE "Account" a SET conversation = h.conversation
      FROM jsonb_to_recordset(${list}::jsonb) AS h(platform "Platform", workspace text, "user" text, at timestamptz, conversation jsonb)
      JOIN "Workspace" w ON w.platform = h.platform AND w."externalId" = h.workspace
     WHERE a."workspaceId" = w.id AND a."externalId" = h."user" AND a.conversation IS DISTINCT FROM h.conversation
       AND (a."unreachableSince" IS NULL OR a."unreachableSince" <= h.at)`;
}
