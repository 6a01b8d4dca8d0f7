import type { ChatUser } from '../../chat/address.ts';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { insertNotifications } from '../../outbox/notification-store.ts';
import { FIRST_TO_TRY, mayBeTried, SURELY_NOT_SENT } from '../../people/reachable.ts';
import { reconnect } from '../../people/reconnect.ts';
import { invitationOf, type PeopleStore, type Person, type Role } from './people-store.ts';

interface PersonRow {
  readonly id: string;
  readonly role: Role;
  readonly language: string;
  readonly consentedAt: Date | null;
  readonly declinedAt: Date | null;
}

interface Invitee {
  readonly personId: string;
  readonly accountId: string;
  readonly lane: string;
}

/** People in PostgreSQL, as the conversation needs them. */
export function createPersonStore({ prisma }: Pool): PeopleStore {
  const update = (id: string, data: Prisma.PersonUpdateInput) => prisma.person.update({ where: { id }, data });
  const findByUser = async (user: ChatUser) => {
    const rows = await prisma.$queryRaw<PersonRow[]>`
      SELECT p.id, p.role, p.language, p."consentedAt", p."declinedAt" FROM "Person" p
        JOIN "Account" a ON a."personId" = p.id JOIN "Workspace" w ON w.id = a."workspaceId" WHERE ${isUser(user)}`;
    return rows[0] ? toPerson(rows[0]) : null;
  };
  return {
    findByUser,
    find: async (id) => {
      const row = await prisma.person.findUnique({ where: { id } });
      return row ? toPerson(row) : null;
    },
    consent: async (id, now) => {
      await update(id, { consentedAt: now, consentBasis: 'chat', declinedAt: null });
    },
    decline: async (id, now) => {
      await update(id, { consentedAt: null, consentBasis: null, declinedAt: now });
    },
    setLanguage: async (id, language) => {
      await update(id, { language });
    },
    connect: async (user, conversation, now) => {
      if (conversation !== null) {
        await prisma.$executeRaw`
          UPDATE "Account" a SET conversation = ${JSON.stringify(conversation)}::jsonb
            FROM "Workspace" w WHERE w.id = a."workspaceId" AND ${isUser(user)}`;
      }
      await reconnect(prisma, [{ user, at: now }], now);
      return findByUser(user);
    },
    reconnect: async (heard, now) => {
      await reconnect(prisma, heard, now);
    },
    disconnect: async (user, now) => {
      await prisma.$executeRaw`
        UPDATE "Account" a SET "unreachableSince" = ${now}, "unreachableWhy" = 'app_removed', conversation = NULL
          FROM "Workspace" w WHERE w.id = a."workspaceId" AND ${isUser(user)}`;
    },
    inviteTeachers: (now, notAfter, personId) =>
      prisma.$transaction(async (transaction) => {
        const only = personId ? Prisma.sql`AND p.id = ${personId}::uuid` : Prisma.empty;
        // One that certainly did not arrive has asked nobody anything.
        await transaction.$executeRaw`
          DELETE FROM "Notification" n USING "Person" p
           WHERE n.key = 'invitation:' || p.id AND ${SURELY_NOT_SENT}
             AND p.role = 'teacher' AND p."consentedAt" IS NULL AND p."declinedAt" IS NULL ${only}
             AND EXISTS (
               SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
                WHERE a."personId" = p.id AND ${mayBeTried(now)})`;
        const invitees = await transaction.$queryRaw<Invitee[]>`
          SELECT DISTINCT ON (p.id) p.id AS "personId", a.id AS "accountId", w.platform || ':' || w."externalId" AS lane
            FROM "Person" p JOIN "Account" a ON a."personId" = p.id JOIN "Workspace" w ON w.id = a."workspaceId"
           WHERE p.role = 'teacher' AND p."consentedAt" IS NULL AND p."declinedAt" IS NULL ${only}
             AND ${mayBeTried(now)}
             AND NOT EXISTS (SELECT 1 FROM "Notification" n WHERE n.key = 'invitation:' || p.id)
           ORDER BY p.id, ${FIRST_TO_TRY}`;
        const rows = invitees.map((invitee) => ({
          key: invitationOf(invitee.personId),
          kind: 'invitation',
          subject: invitee.personId,
          lane: invitee.lane,
          to: { accountId: invitee.accountId },
          notBefore: now,
          notAfter,
        }));
        return insertNotifications(transaction, rows, now);
      }),
    answersOf: (personId) =>
      prisma.answer.findMany({
        where: { personId },
        select: { item: true, value: true, week: true, answeredAt: true },
        orderBy: [{ answeredAt: 'asc' }, { id: 'asc' }],
      }),
  };
}

/** For a query with Account as a and Workspace as w. */
function isUser(user: ChatUser): Prisma.Sql {
  return Prisma.sql`w.platform = ${user.platform}::"Platform" AND w."externalId" = ${user.workspace} AND a."externalId" = ${user.user}`;
}

function toPerson(row: PersonRow): Person {
  const takesPart = row.consentedAt !== null && row.declinedAt === null;
  const decided = row.consentedAt !== null || row.declinedAt !== null;
  return { id: row.id, role: row.role, language: row.language, takesPart, decided };
}
