import type { Pool } from '../../database/client.ts';
import { IS_KNOWN } from '../../people/conditions.ts';

/**
 * The median wait of a week, as it was published or is to be published now. It covers visits that were confirmed: one
 * that is only planned may never take place, and counts in the week after it was confirmed.
 * @param until the first day after the week
 * @param timezone of teachers who no longer have a school
 * @param disclose decides, from each teacher's wait, what may be published
 */
export function waitedInWeek(
  { prisma }: Pool,
  week: string,
  until: string,
  timezone: string,
  disclose: (waits: readonly { teacher: string; days: number }[]) => number | null,
): Promise<number | null> {
  return prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('help-waiting'))`;
    const told = await transaction.helpWaiting.findUnique({ where: { week } });
    if (told) return told.days;
    const rows = await transaction.$queryRaw<{ id: string; teacher: string; days: number }[]>`
      SELECT r.id, r."teacherId" AS teacher,
             greatest(0, r."visitOn" - (r."createdAt" AT TIME ZONE coalesce(s.timezone, ${timezone}))::date)::int AS days
        FROM "HelpRequest" r JOIN "Person" p ON p.id = r."teacherId" LEFT JOIN "School" s ON s.id = p."schoolId"
       WHERE p.role = 'teacher' AND ${IS_KNOWN} AND r."doneAt" IS NOT NULL AND r."visitOn" < ${until}::date AND r."withdrawnAt" IS NULL
         AND r."countedIn" IS NULL`;
    const days = disclose(rows);
    await transaction.helpWaiting.create({ data: { week, days } });
    const counted = days === null ? [] : rows.map(({ id }) => id);
    await transaction.helpRequest.updateMany({ where: { id: { in: counted } }, data: { countedIn: week } });
    return days;
  });
}
