import type { Pool } from '../../database/client.ts';

/** More names would not help. */
const MOST = 4;

/** The names of the supervisors of a person's circle, in PostgreSQL. */
export async function findSupervisors({ prisma }: Pool, personId: string): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ name: string }[]>`
    SELECT s.name FROM "Person" p JOIN "School" c ON c.id = p."schoolId"
      JOIN "PersonCircle" serves ON serves."circleId" = c."circleId"
      JOIN "Person" s ON s.id = serves."personId" AND s.role IN ('supervisor', 'lead') AND s.id <> p.id
     WHERE p.id = ${personId}::uuid ORDER BY s.name, s.id LIMIT ${MOST}`;
  return rows.map(({ name }) => name);
}
