import type { ChatUser } from '../chat/address.ts';
import type { Pool } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { IS_LEAVING } from './conditions.ts';
import type { Person } from './person.ts';

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly role: Person['role'];
  readonly language: string;
  readonly consentedAt: Date | null;
  readonly declinedAt: Date | null;
}

export type People = ReturnType<typeof createPeople>;

/** Finds people. Its functions give null for somebody unknown. */
export function createPeople({ prisma }: Pool) {
  return {
    findByUser: async (user: ChatUser): Promise<Person | null> => {
      const rows = await prisma.$queryRaw<PersonRow[]>`
        SELECT p.id, p.name, p.role, p.language, p."consentedAt", p."declinedAt" FROM "Person" p
          JOIN "Account" a ON a."personId" = p.id JOIN "Workspace" w ON w.id = a."workspaceId" WHERE ${isUser(user)}`;
      return rows[0] ? toPerson(rows[0]) : null;
    },
    find: async (id: string): Promise<Person | null> => {
      const row = await prisma.person.findUnique({ where: { id } });
      return row ? toPerson(row) : null;
    },
    /** Whether this person is being asked if they stay; only the button of that question counts as an answer. */
    isLeaving: async (id: string): Promise<boolean> => {
      const rows = await prisma.$queryRaw<
        unknown[]
      >`SELECT 1 FROM "Person" p WHERE p.id = ${id}::uuid AND ${IS_LEAVING}`;
      return rows.length > 0;
    },
  };
}

/** For a query with Account as a and Workspace as w: the account of this user. */
export function isUser(user: ChatUser): Prisma.Sql {
  return Prisma.sql`w.platform = ${user.platform}::"Platform" AND w."externalId" = ${user.workspace} AND a."externalId" = ${user.user}`;
}

function toPerson(row: PersonRow): Person {
  const takesPart = row.consentedAt !== null && row.declinedAt === null;
  const decided = row.consentedAt !== null || row.declinedAt !== null;
  const { id, name, role, language } = row;
  return { id, name, role, language, takesPart, decided };
}
