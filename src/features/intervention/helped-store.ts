import type { Pool } from '../../database/client.ts';

/** Teachers who were visited between two moments. @param supervisorId by whom; null: by anybody */
export async function visitedTeachers(
  { prisma }: Pool,
  [from, until]: readonly [Date, Date],
  supervisorId: string | null,
): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT v."teacherId" AS id FROM "Visit" v LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id
     WHERE v.day BETWEEN ${from}::date AND ${until}::date
       AND (${supervisorId}::uuid IS NULL OR l."supervisorId" = ${supervisorId}::uuid)`;
  return rows.map(({ id }) => id);
}
