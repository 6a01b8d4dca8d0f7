import { randomUUID } from 'node:crypto';
import { addDays } from 'date-fns/addDays';
import type { ChatUser, ConversationReference } from '../../chat/address.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { sha256 } from '../../sha256.ts';
import { plainCode } from './code.ts';
import { createCodeStore } from './code-store.ts';

interface KnownSchool {
  readonly id: string;
  readonly name: string;
}

interface Newcomer {
  readonly user: ChatUser;
  readonly conversation: ConversationReference | null;
  readonly name: string;
  readonly language: string;
  readonly schoolId: string;
}

/** Join codes, and the teachers who joined with them, in PostgreSQL. */
export function createJoinStore({ prisma }: Pool) {
  return {
    /** The school of a code; null when the code does not work. */
    schoolOf: async (code: string, now: Date): Promise<KnownSchool | null> => {
      const found = await prisma.joinCode.findUnique({
        where: { codeHash: sha256(plainCode(code)), expiresAt: { gt: now } },
        select: { school: { select: { id: true, name: true } } },
      });
      return found?.school ?? null;
    },
    /** The school of a teacher. */
    schoolIdOf: async (personId: string): Promise<string | null> => {
      const found = await prisma.person.findUnique({ where: { id: personId }, select: { schoolId: true } });
      return found?.schoolId ?? null;
    },
    /** Whether a supervisor or lead has this name, or one that reads the same. */
    isNameOfSupervisor: async (name: string): Promise<boolean> => {
      const others = await prisma.person.findMany({ where: { role: { not: 'teacher' } }, select: { name: true } });
      return others.some((other) => plainName(other.name) === plainName(name));
    },
    /** Adds a teacher. @returns the new id; null when this account belongs to somebody by now */
    add: (newcomer: Newcomer, now: Date): Promise<string | null> =>
      prisma.$transaction((transaction) => addNewcomer(transaction, newcomer, now)),
    /** The schools of a supervisor's circles. */
    schoolsOf: (supervisorId: string): Promise<KnownSchool[]> => prisma.$queryRaw`
      SELECT s.id, s.name FROM "School" s JOIN "PersonCircle" c ON c."circleId" = s."circleId"
       WHERE c."personId" = ${supervisorId}::uuid ORDER BY s.name`,
    keepCode: createCodeStore(prisma).keep,
    /** Deletes codes that expired long ago, and guesses older than a day. */
    forgetOld: async (now: Date): Promise<void> => {
      await prisma.joinCode.deleteMany({ where: { expiresAt: { lt: addDays(now, -30) } } });
      await prisma.joinGuess.deleteMany({ where: { since: { lt: addDays(now, -1) } } });
    },
  };
}

async function addNewcomer(transaction: Transaction, newcomer: Newcomer, now: Date): Promise<string | null> {
  const { user, conversation, name, language, schoolId } = newcomer;
  const { platform, workspace: externalId } = user;
  const where = { platform_externalId: { platform, externalId } };
  const { id: workspaceId } = await transaction.workspace.findUniqueOrThrow({ where });
  const school = await transaction.school.findUniqueOrThrow({ where: { id: schoolId } });
  const id = randomUUID();
  const made = await transaction.$executeRaw`
    WITH person AS (
      INSERT INTO "Person" (id, key, role, name, language, "schoolId", "joinedAt")
      SELECT ${id}::uuid, ${`joined-${id.slice(0, 8)}`}, 'teacher', ${name}, ${language}, ${schoolId}::uuid, ${now}
       WHERE NOT EXISTS (SELECT 1 FROM "Account" WHERE "workspaceId" = ${workspaceId}::uuid AND "externalId" = ${user.user})
      RETURNING id
    ), circle AS (
      INSERT INTO "PersonCircle" ("personId", "circleId") SELECT id, ${school.circleId}::uuid FROM person
    )
    INSERT INTO "Account" ("personId", "workspaceId", "externalId", conversation)
    SELECT id, ${workspaceId}::uuid, ${user.user}, ${JSON.stringify(conversation)}::jsonb FROM person`;
  return made > 0 ? id : null;
}

/**
 * A name for comparison: without invisible characters, accents, capitals, spaces and signs. Similar letters of other
 * alphabets stay different: the operator, who confirms new people, sees them.
 */
function plainName(name: string): string {
  // Some invisible characters count as letters or spaces, so that all that is neither letter nor digit is removed too.
  return name
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}
