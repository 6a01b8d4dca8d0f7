import { addDays } from 'date-fns/addDays';
import type { Connection } from '../../database/client.ts';
import { PolsslagError } from '../../errors.ts';
import { sha256 } from '../../sha256.ts';
import { nearestName } from '../../text/nearest-name.ts';
import { plainCode } from './code.ts';

interface ListedCode {
  /** Its number. */
  readonly code: number;
  readonly school: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The codes with which teachers of a school join, in PostgreSQL. */
export function createCodeStore(prisma: Connection) {
  return {
    /** @throws PolsslagError NOT_FOUND */
    schoolNamed: async (name: string): Promise<{ id: string; name: string }> => {
      const where = { name: { equals: name.trim(), mode: 'insensitive' } } as const;
      const school = await prisma.school.findFirst({ where, select: { id: true, name: true } });
      if (school) return school;
      const all = await prisma.school.findMany({ select: { name: true } });
      const nearest = nearestName(
        name,
        all.map((one) => one.name),
      );
      const advice = nearest === null ? 'polsslag people list shows their names.' : `did you mean "${nearest}"?`;
      throw new PolsslagError('NOT_FOUND', `There is no school with this name: ${advice}`);
    },

    /** Stores the hash of a code. @returns until when the code works */
    keep: async (code: string, schoolId: string, { now, days }: { now: Date; days: number }): Promise<Date> => {
      const expiresAt = addDays(now, days);
      const codeHash = sha256(plainCode(code));
      await prisma.joinCode.create({ data: { codeHash, schoolId, createdAt: now, expiresAt } });
      return expiresAt;
    },

    /** The codes that work now. */
    list: (now: Date): Promise<ListedCode[]> => prisma.$queryRaw`
      SELECT c.id AS code, s.name AS school, c."createdAt", c."expiresAt"
        FROM "JoinCode" c JOIN "School" s ON s.id = c."schoolId" WHERE c."expiresAt" > ${now} ORDER BY s.name, c.id`,

    /** Makes a code stop working. @param given its number, or the code itself. @throws PolsslagError NOT_FOUND */
    withdraw: async (given: string): Promise<void> => {
      const where = /^\d{1,9}$/.test(given.trim()) ? { id: Number(given) } : { codeHash: sha256(plainCode(given)) };
      const { count } = await prisma.joinCode.deleteMany({ where });
      if (count === 0)
        throw new PolsslagError('NOT_FOUND', 'There is no such code: polsslag code list shows their numbers.');
    },
  };
}
