import { addDays } from 'date-fns/addDays';
import { max } from 'date-fns/max';
import type { GoodMoments } from '../../calendar/store.ts';
import type { Pool, Transaction } from '../../database/client.ts';
import { tellByCard } from './card-store.ts';
import { MESSAGES, NEWS_DAYS } from './change-store.ts';
import { JOIN_TAKEN, REQUEST_STANDS, SERVES } from './standing-store.ts';
import { supervisorsOf } from './supervisors-store.ts';

/** A request that is open again. */
interface Reopened {
  readonly id: string;
  readonly teacherId: string;
  readonly circleId: string;
  /**
   * The planned day on which nobody comes now, yyyy-MM-dd. Null for a day that has passed, because somebody may have
   * been there.
   */
  readonly visitOn: string | null;
}

/**
 * Reopens requests whose supervisor has left since (erased, or no longer serving the circle), and tells the teacher and
 * the supervisors who can take it. It looks at what is stored, whatever the reason was. Safe to repeat.
 */
export async function reopenRequests({ prisma }: Pool, now: Date, goodMoments: GoodMoments): Promise<void> {
  await prisma.$transaction(async (transaction) => {
    const reopened = await transaction.$queryRaw<Reopened[]>`
      WITH left_alone AS (
        SELECT r.id, CASE WHEN r."visitOn" >= (
                 SELECT (${now}::timestamptz AT TIME ZONE s.timezone)::date
                   FROM "Person" p JOIN "School" s ON s.id = p."schoolId" WHERE p.id = r."teacherId")
               THEN r."visitOn"::text END AS "visitOn" FROM "HelpRequest" r ${JOIN_TAKEN}
         WHERE r."isTaken" AND ${REQUEST_STANDS} AND t."requestId" IS NULL FOR UPDATE OF r SKIP LOCKED)
      UPDATE "HelpRequest" r SET "isTaken" = false, "visitOn" = NULL FROM left_alone l
       WHERE r.id = l.id RETURNING r.id, r."teacherId", r."circleId", l."visitOn"`;
    for (const request of reopened) await tellOf(transaction, request, now, goodMoments);
  });
  // Otherwise it would be theirs again if they came back. In a statement of its own, because somebody who takes the
  // request now holds this row and waits for the other.
  await prisma.$executeRaw`
    DELETE FROM "HelpTaken" t USING "HelpRequest" r
     WHERE r.id = t."requestId" AND NOT r."isTaken" AND ${REQUEST_STANDS} AND NOT ${SERVES}`;
}

async function tellOf(
  transaction: Transaction,
  { id, teacherId, circleId, visitOn }: Reopened,
  now: Date,
  goodMoments: GoodMoments,
): Promise<void> {
  const supervisors = (await supervisorsOf(transaction, circleId, now)).map((each) => each.id);
  const moments = await goodMoments([teacherId, ...supervisors], now);
  const tell = async (kind: string, to: readonly { personId: string; subject: string }[]) => {
    const timed = to.map((each) => ({ ...each, notBefore: moments.get(each.personId) ?? now }));
    const latest = max([now, ...timed.map(({ notBefore }) => notBefore)]);
    await tellByCard(transaction, id, { kind, to: timed, notAfter: addDays(latest, NEWS_DAYS) }, now);
  };
  const time = now.getTime();
  await tell(MESSAGES.again, [{ personId: teacherId, subject: `${id}:${time}:${visitOn ?? ''}` }]);
  await tell(
    MESSAGES.free,
    supervisors.map((personId) => ({ personId, subject: `${id}:${personId}:${time}` })),
  );
}
