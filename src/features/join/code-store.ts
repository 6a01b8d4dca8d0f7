import type { Connection } from '../../database/client.ts';
import { PolsslagError } from '../../errors.ts';
import { sha256 } from '../../sha256.ts';
import { plainCode } from './code.ts';

/** @throws PolsslagError NOT_FOUND */
export async function findSchool(prisma: Connection, name: string): Promise<{ id: string; name: string }> {
  const select = { id: true, name: true } as const;
  const school = await prisma.school.findFirst({
    where: { name: { equals: name.trim(), mode: 'insensitive' } },
    select,
  });
  if (school) return school;
  throw new PolsslagError('NOT_FOUND', 'There is no school with this name: polsslag people list shows their names.');
}

interface ListedCode {
  /** Its number. */
  readonly code: number;
  readonly school: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The codes that work. */
export function listCodes(prisma: Connection, now: Date): Promise<ListedCode[]> {
  return prisma.$queryRaw`
    SELECT c.id AS code, s.name AS school, c."createdAt", c."expiresAt"
      FROM "JoinCode" c JOIN "School" s ON s.id = c."schoolId" WHERE c."expiresAt" > ${now} ORDER BY s.name, c.id`;
}

/** @param given its number, or the code itself. @throws PolsslagError NOT_FOUND */
export async function withdrawCode(prisma: Connection, given: string): Promise<void> {
  const where = /^\d{1,9}$/.test(given.trim()) ? { id: Number(given) } : { codeHash: sha256(plainCode(given)) };
  const { count } = await prisma.joinCode.deleteMany({ where });
  if (count === 0)
    throw new PolsslagError('NOT_FOUND', 'There is no such code: polsslag code list shows their numbers.');
}
