import type { Pool } from '../../database/client.ts';

/** Teachers who had a time that was booked between two moments. @param supervisorId with whom; null: with anybody */
export async function receivedTeachers(
  { prisma }: Pool,
  [from, until]: readonly [Date, Date],
  supervisorId: string | null,
): Promise<readonly string[]> {
  const rows = await prisma.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT a."teacherId" AS id FROM "Appointment" a
     WHERE a.begins >= ${from} AND a.begins < ${until} AND a."endedAt" IS NULL AND a."heldUntil" IS NULL
       AND (${supervisorId}::uuid IS NULL OR a."supervisorId" = ${supervisorId}::uuid)`;
  return rows.map(({ id }) => id);
}
