import type { PlatformName } from '../../chat/address.ts';
import type { Connection, Database, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { PolsslagError } from '../../errors.ts';
import type { LeftBehind } from '../../people/empty-homes.ts';
import { erasePerson, findByKey, slackHomesOf } from '../../people/erase-person.ts';
import { HAS_ADDRESS } from '../../people/reachable.ts';

interface ConsentCount {
  /** Teachers whose consent is recorded now. */
  readonly consented: number;
  /** Teachers who declined in the chat, which takes precedence. */
  readonly declined: number;
}

/**
 * Records the operator's declaration that the teachers among these people agreed on paper, once for each file.
 * @param fileHash SHA-256 of the file, in hexadecimal
 */
export async function declareConsentOnFile(
  transaction: Transaction,
  { keys, fileHash, now }: { keys: readonly string[]; fileHash: string; now: Date },
): Promise<ConsentCount> {
  const kind = 'consent-on-file';
  const [counted] = await transaction.$queryRaw<{ teachers: number; declined: number }[]>`
    SELECT count(*)::int AS teachers, count("declinedAt")::int AS declined
      FROM "Person" WHERE key = ANY (${[...keys]}::text[]) AND role = 'teacher'`;
  const { teachers, declined } = counted ?? { teachers: 0, declined: 0 };
  const consented = await transaction.$executeRaw`
    UPDATE "Person" SET "consentedAt" = ${now}, "consentBasis" = 'on_file'
     WHERE key = ANY (${[...keys]}::text[]) AND role = 'teacher' AND "consentedAt" IS NULL AND "declinedAt" IS NULL`;
  if ((await transaction.declaration.count({ where: { kind, fileHash } })) === 0) {
    await transaction.declaration.create({ data: { kind, fileHash, madeAt: now, people: teachers } });
  }
  return { consented, declined };
}

/**
 * Deletes a person with all accounts, check-ins, answers and messages. Frozen weeks stay; they identify nobody.
 * @param key the operator's key for the person, as in the import
 * @param confirm called once they are found; nothing is deleted when it throws
 * @returns what is left of them elsewhere
 * @throws PolsslagError NOT_FOUND
 */
export async function removePerson(
  { prisma }: Database,
  key: string,
  confirm: (key: string) => Promise<void>,
): Promise<LeftBehind> {
  const person = await findByKey(prisma, key);
  if (person) await confirm(key);
  const homes = person ? await slackHomesOf(prisma, person.id) : [];
  if (!person || !(await erasePerson(prisma, person.id))) {
    throw new PolsslagError(
      'NOT_FOUND',
      'There is no such person: name one by the column "person" of the imported file.',
    );
  }
  return { language: person.language, homes };
}

/** How many people there are, how many teachers take part, and how many people have no account that messages reach. */
export async function countPeople(
  prisma: Connection,
): Promise<{ people: number; takingPart: number; unreachable: number }> {
  const people = await prisma.person.count();
  const takingPart = await prisma.person.count({
    where: { role: 'teacher', consentedAt: { not: null }, declinedAt: null },
  });
  // A Teams account can be written to only once Teams has given its conversation.
  const reachable = [{ workspace: { platform: 'slack' as const } }, { conversation: { not: Prisma.AnyNull } }];
  const unreachable = await prisma.person.count({
    where: { accounts: { none: { unreachableSince: null, OR: reachable } } },
  });
  return { people, takingPart, unreachable };
}

/** A reason why messages do not reach people, and how many people it concerns. */
interface Hindrance {
  readonly people: number;
  /** Null for people without any account. */
  readonly platform: PlatformName | null;
  /** The platform's error code, or 'no_conversation' when Teams has not given the conversation yet. */
  readonly reason: string | null;
}

/** Why messages do not reach people, the most frequent reason first. Somebody with two accounts may count twice. */
export function countHindrances(prisma: Connection): Promise<Hindrance[]> {
  return prisma.$queryRaw<Hindrance[]>`
    SELECT count(DISTINCT p.id)::int AS people, w.platform::text AS platform,
           CASE WHEN a.id IS NOT NULL THEN coalesce(a."unreachableWhy", 'no_conversation') END AS reason
      FROM "Person" p
      LEFT JOIN "Account" a ON a."personId" = p.id LEFT JOIN "Workspace" w ON w.id = a."workspaceId"
     WHERE NOT EXISTS (
       SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
        WHERE a."personId" = p.id AND a."unreachableSince" IS NULL AND ${HAS_ADDRESS})
     GROUP BY 2, 3 ORDER BY 1 DESC, 2, 3`;
}
