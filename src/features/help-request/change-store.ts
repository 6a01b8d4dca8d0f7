import { addDays } from 'date-fns/addDays';
import type { Transaction } from '../../database/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { markVisit, tellByCard } from './card-store.ts';
import { HAS_VISIT, JOIN_TAKEN, REQUEST_STANDS, SERVES } from './standing-store.ts';
import { supervisorsOf } from './supervisors-store.ts';

export const MESSAGES = {
  written: 'help-request',
  taken: 'help-request-taken',
  planned: 'help-request-planned',
  /** Asks whether they were there, after the planned day. */
  visited: 'help-request-visited',
  reminder: 'help-request-reminder',
  late: 'help-request-late',
  /** To a supervisor whose planned visit is not needed any more. */
  withdrawn: 'help-request-withdrawn',
  /** To the teacher, and to those who can take it, when the supervisor who had it has left. */
  again: 'help-request-again',
  free: 'help-request-free',
} as const;

/** A teacher's new request, sealed. */
export interface NewRequest {
  readonly teacherId: string;
  readonly sealedQuestion: string;
  readonly sealedFeedback: string | null;
  readonly sealedMaterials: string | null;
  readonly wishes: readonly string[];
  readonly cluster: number | null;
  readonly coordinatorKnows: boolean;
  /** yyyy-MM-dd */
  readonly dueOn: string;
}

/** Supervisors of another field hear of a request this many days later, when nobody took it. */
const OTHERS_AFTER_DAYS = 1;
export const NEWS_DAYS = 14;

/**
 * Stores a request and tells the supervisors of the circle: those whose field it is at once, the others a day later.
 * @returns false when the teacher has `most` open requests already
 */
export async function writeRequest(
  transaction: Transaction,
  request: NewRequest,
  most: number,
  now: Date,
): Promise<boolean> {
  const { teacherId, dueOn, wishes, ...rest } = request;
  // One at a time for each teacher, because several simultaneous requests would not count each other. It does not lock
  // the person's row, which an import that changes people holds for long.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`help-request:${teacherId}`}))`;
  const standing = await transaction.$queryRaw<unknown[]>`
    SELECT 1 FROM "HelpRequest" r WHERE r."teacherId" = ${teacherId}::uuid AND ${REQUEST_STANDS}`;
  if (standing.length >= most) return false;
  const { schoolId } = await transaction.person.findUniqueOrThrow({ where: { id: teacherId } });
  const { circleId } = await transaction.school.findUniqueOrThrow({ where: { id: schoolId ?? '' } });
  const { id } = await transaction.helpRequest.create({
    data: { ...rest, wishes: [...wishes], teacherId, circleId, dueOn: new Date(dueOn), createdAt: now },
  });
  const people = await supervisorsOf(transaction, circleId, now);
  const matching = people.filter(({ cluster }) => cluster === request.cluster);
  const to = people.map(({ id: personId, cluster }) => {
    const isLater = matching.length > 0 && cluster !== request.cluster;
    return { personId, subject: `${id}:${personId}`, notBefore: isLater ? addDays(now, OTHERS_AFTER_DAYS) : now };
  });
  await tellByCard(transaction, id, { kind: MESSAGES.written, to, notAfter: addDays(now, NEWS_DAYS) }, now);
  return true;
}

/** Gives a request to a supervisor and tells the teacher. @returns false when another one has it, or it is over */
export async function takeRequest(
  transaction: Transaction,
  id: string,
  supervisorId: string,
  now: Date,
): Promise<boolean> {
  const [taken] = await transaction.$queryRaw<{ teacherId: string }[]>`
    WITH taken AS (
      INSERT INTO "HelpTaken" AS t ("requestId", "supervisorId", "takenAt")
      SELECT r.id, ${supervisorId}::uuid, ${now} FROM "HelpRequest" r WHERE r.id = ${id}::uuid AND ${REQUEST_STANDS}
      ON CONFLICT ("requestId") DO UPDATE SET "supervisorId" = excluded."supervisorId", "takenAt" = excluded."takenAt"
        WHERE NOT EXISTS (SELECT 1 FROM "HelpRequest" r WHERE r.id = t."requestId" AND ${SERVES})
      RETURNING t."requestId")
    UPDATE "HelpRequest" r SET "visitOn" = NULL, "isTaken" = true FROM taken WHERE taken."requestId" = r.id RETURNING r."teacherId"`;
  if (!taken) return false;
  await tell(transaction, MESSAGES.taken, taken.teacherId, [id, `${now.getTime()}`], now);
  return true;
}

/** Sets the day of a visit and tells the teacher. @returns false when the request is not this supervisor's */
export async function planVisit(
  transaction: Transaction,
  id: string,
  supervisorId: string,
  day: string,
  now: Date,
): Promise<boolean> {
  const [planned] = await transaction.$queryRaw<{ teacherId: string; before: string | null }[]>`
    UPDATE "HelpRequest" r SET "visitOn" = ${day}::date FROM "HelpTaken" t
     WHERE r.id = ${id}::uuid AND t."requestId" = r.id AND t."supervisorId" = ${supervisorId}::uuid AND ${REQUEST_STANDS}
    RETURNING r."teacherId", (SELECT old."visitOn"::text FROM "HelpRequest" old WHERE old.id = r.id) AS before`;
  if (!planned) return false;
  await markVisit(transaction, id, supervisorId, day);
  const change = `${day}:${now.getTime()}`;
  if (planned.before !== day) await tell(transaction, MESSAGES.planned, planned.teacherId, [id, change], now);
  return true;
}

/** Withdraws a request, and tells a supervisor who planned a visit, because redrawing their message makes no sound. */
export async function withdrawRequest(
  transaction: Transaction,
  id: string,
  teacherId: string,
  now: Date,
): Promise<void> {
  // Read by the statement that withdraws it, so that a visit planned at the same moment is not missed.
  const [visit] = await transaction.$queryRaw<{ supervisorId: string; day: string }[]>`
    WITH r AS (
      UPDATE "HelpRequest" r SET "withdrawnAt" = ${now}
       WHERE r.id = ${id}::uuid AND r."teacherId" = ${teacherId}::uuid AND ${REQUEST_STANDS} RETURNING r.*)
    SELECT t."supervisorId", r."visitOn"::text AS day FROM r ${JOIN_TAKEN} WHERE ${HAS_VISIT}`;
  if (!visit) return;
  const { supervisorId: personId, day } = visit;
  const to = [{ personId, subject: `${id}:${personId}:${day}` }];
  await notifyPeople(transaction, { kind: MESSAGES.withdrawn, to, notAfter: addDays(now, NEWS_DAYS) }, now);
}

async function tell(
  transaction: Transaction,
  kind: string,
  personId: string,
  [id, change]: readonly [id: string, change: string],
  now: Date,
): Promise<void> {
  const to = [{ personId, subject: `${id}:${change}` }];
  await tellByCard(transaction, id, { kind, to, notAfter: addDays(now, NEWS_DAYS) }, now);
}
