import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { APPOINTMENT_STANDS, HOURS_TIMEZONE, IS_GIVEN } from './offer-store.ts';
import { UNTOLD } from './waiting-store.ts';

/** A message about somebody's own appointment. */
export interface Reminder {
  readonly kind: string;
  readonly personId: string;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The messages to a supervisor about one appointment. */
const ABOUT_ONE = ['contact-hour-soon-first', 'contact-hour-two-minutes', 'contact-hour-next'] as const;

/** The last minutes of an appointment that was deleted with its teacher. */
interface Vanished {
  readonly supervisorId: string;
  readonly begins: Date;
  readonly ends: Date;
}

/** A supervisor's day; `list` is its name in messages: '<supervisor>:<day>'. */
export interface DayOfList {
  readonly list: string;
  readonly supervisorId: string;
  readonly from: Date;
  readonly until: Date;
}

/** What has become of the lists of a day. */
export interface ListStanding {
  /** Whether the list of the day before has reached them. */
  readonly told: boolean;
  /** Whether the list of the day itself waits to be sent. */
  readonly waits: boolean;
  /** Whether somebody comes on that day. */
  readonly comes: boolean;
}

type ReadLists = (days: readonly DayOfList[]) => Promise<ReadonlyMap<string, ListStanding>>;

/** The message that is written for every near appointment. */
const AT_THE_END = 'contact-hour-two-minutes';

/** For a query with Appointment as a and ContactHour as h: the hour is for this teacher. */
const IS_FOR_TEACHER = Prisma.sql`EXISTS (
  SELECT 1 FROM "Person" p JOIN "School" s ON s.id = p."schoolId"
   WHERE p.id = a."teacherId" AND p.role = 'teacher' AND s."circleId" = h."circleId" AND (h."schoolId" IS NULL OR h."schoolId" = s.id))`;

/** The steps that keep appointments consistent, in PostgreSQL; all may be repeated. */
export function createKeepStore({ ask, prisma }: Pool) {
  return {
    /**
     * Ends appointments that cannot take place: the hour was removed, its supervisor is away, serves another circle or
     * was erased, or it is not for its teacher, who moved. A teacher who loses an appointment this way comes first in
     * line.
     * @returns how many ended
     */
    endImpossible: async (now: Date): Promise<number> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        WITH impossible AS (
          SELECT a.id, CASE WHEN x.ill THEN 'ill' WHEN x.day IS NOT NULL THEN 'off' ELSE 'removed' END AS why
            FROM "Appointment" a LEFT JOIN "ContactHour" h ON h.id = a."hourId"
            LEFT JOIN "ContactHourAbsence" x ON x."supervisorId" = a."supervisorId" AND x.day = (a.begins AT TIME ZONE ${HOURS_TIMEZONE})::date
           WHERE a."endedAt" IS NULL AND a.begins > ${now} AND (x.day IS NOT NULL OR (${IS_GIVEN}) IS NOT TRUE OR NOT ${IS_FOR_TEACHER})
        ), ended AS (
          UPDATE "Appointment" a SET "endedAt" = ${now}, "endedBy" = impossible.why::"AppointmentEnd", sequence = a.sequence + 1
            FROM impossible WHERE a.id = impossible.id AND a."endedAt" IS NULL 
           RETURNING a.id, a."teacherId", a.begins, a."heldUntil"
        ), first AS (
          INSERT INTO "ContactHourWaiting" ("teacherId", "lostOne", since)
          SELECT "teacherId", true, min(begins) FROM ended WHERE "heldUntil" IS NULL GROUP BY "teacherId"
          ON CONFLICT ("teacherId") DO UPDATE SET "lostOne" = true
        )
        SELECT id FROM ended`);
      return rows.length;
    },

    /**
     * Handles appointments that were deleted with their teacher: only the message to the supervisor for their last
     * minutes is left. That is deleted, also when the teacher moved or the supervisor serves another circle, and the
     * supervisor is told in the same transaction, except a supervisor who removed the hour.
     */
    tellVanished: (
      now: Date,
      remindersOf: (vanished: readonly Vanished[], listsOf: ReadLists) => Promise<readonly Reminder[]>,
    ): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        const vanished = await transaction.$queryRaw<Vanished[]>`
          WITH vanished AS (
            DELETE FROM "Notification" n
             WHERE n.kind = ${AT_THE_END} AND n.state = 'queued' AND n."notBefore" > ${now} AND NOT EXISTS (
               SELECT 1 FROM "Appointment" a LEFT JOIN "ContactHour" h ON h.id = a."hourId"
                WHERE a.id::text = split_part(n.subject, ':', 1) AND (a."endedBy" IS DISTINCT FROM 'removed' OR h.id IS NULL OR h."removedAt" IS NOT NULL))
            RETURNING n."accountId", n."notBefore", n."notAfter")
          SELECT ac."personId" AS "supervisorId", v."notBefore" AS begins, v."notAfter" AS ends
            FROM vanished v JOIN "Account" ac ON ac.id = v."accountId"`;
        const reminders = await remindersOf(vanished, (days) => readLists(transaction, days, now));
        await writeReminders(transaction, reminders, now);
      }),

    /** The state of the lists of these days, by their names. */
    listsOf: (days: readonly DayOfList[], now: Date) => readLists(prisma, days, now),

    /** The ended appointments whose teacher has not been told. */
    untold: (now: Date) => prisma.$queryRaw<{ id: string; teacherId: string; begins: Date }[]>`
      SELECT a.id, a."teacherId", a.begins FROM "Appointment" a WHERE a.begins > ${now} AND ${UNTOLD} ORDER BY a.begins`,

    /** The appointments between two moments. */
    coming: (from: Date, until: Date) => prisma.$queryRaw<ComingAppointment[]>`
      SELECT a.id, a."supervisorId", a."teacherId", a.begins, a.ends, a.sequence, a."createdAt", ${HOURS_TIMEZONE} AS timezone
        FROM "Appointment" a JOIN "ContactHour" h ON h.id = a."hourId"
       WHERE a."endedAt" IS NULL AND a."heldUntil" IS NULL AND a.begins > ${from} AND a.begins <= ${until} ORDER BY a.begins, a.id`,

    /** Writes reminders. @returns how many are new */
    remind: (reminders: readonly Reminder[], now: Date): Promise<number> =>
      prisma.$transaction((transaction) => writeReminders(transaction, reminders, now)),

    /** Deletes appointments of erased supervisors once they would have begun. */
    forgetOrphans: async (now: Date): Promise<void> => {
      await prisma.$executeRaw`DELETE FROM "Appointment" WHERE "hourId" IS NULL AND begins <= ${now}`;
    },

    /** Deletes messages to supervisors about appointments of erased teachers, because they tell when somebody came. */
    forgetMessages: async (now: Date): Promise<void> => {
      await prisma.$executeRaw`
        DELETE FROM "Notification" n
         WHERE n.kind = ANY (${[...ABOUT_ONE]}) AND n.state IN ('sent', 'failed', 'expired') AND n."notAfter" < ${now}
           AND NOT EXISTS (SELECT 1 FROM "Appointment" a WHERE a.id::text = split_part(n.subject, ':', 1))`;
    },

    /**
     * Deletes absences, because illness is health data and is needed only for the figures of its week. For an ended
     * appointment it only remains recorded that there was no contact hour.
     * @param before yyyy-MM-dd
     */
    forgetAbsences: async (before: string): Promise<void> => {
      await prisma.$executeRaw`DELETE FROM "ContactHourAbsence" WHERE day < ${before}::date`;
      await prisma.$executeRaw`UPDATE "Appointment" SET "endedBy" = 'off' WHERE "endedBy" = 'ill' AND begins < ${before}::date`;
    },

    /** Deletes topics of past appointments, which nobody needs any more. */
    forgetTopics: async (before: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "Appointment" SET "sealedTopic" = NULL WHERE "sealedTopic" IS NOT NULL AND ends < ${before}`;
    },
  };
}

async function readLists(
  connection: Pick<Transaction, '$queryRaw'>,
  days: readonly DayOfList[],
  now: Date,
): ReturnType<ReadLists> {
  const rows = await connection.$queryRaw<(ListStanding & { readonly list: string })[]>`
    SELECT d.list,
           EXISTS (SELECT 1 FROM "Notification" n
                    WHERE n.key = 'contact-hour-list-before:' || d.list AND n.state IN ('sending', 'sent')) AS told,
           EXISTS (SELECT 1 FROM "Notification" n
                    WHERE n.key = 'contact-hour-list:' || d.list AND n.state = 'queued' AND n."notAfter" > ${now}) AS waits,
           EXISTS (SELECT 1 FROM "Appointment" a
                    WHERE a."supervisorId" = d."supervisorId" AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL
                      AND a.begins >= d."from" AND a.begins < d.until AND a.ends > ${now}) AS comes
      FROM jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS d(list text, "supervisorId" uuid, "from" timestamptz, until timestamptz)`;
  return new Map(rows.map(({ list, ...standing }) => [list, standing]));
}

async function writeReminders(transaction: Transaction, reminders: readonly Reminder[], now: Date): Promise<number> {
  let count = 0;
  for (const kind of new Set(reminders.map((each) => each.kind))) {
    const to = reminders.filter((each) => each.kind === kind);
    count += await notifyPeople(transaction, { kind, to, notAfter: now }, now);
  }
  return count;
}

export interface ComingAppointment {
  readonly id: string;
  readonly supervisorId: string;
  readonly teacherId: string;
  readonly begins: Date;
  readonly ends: Date;
  readonly sequence: number;
  readonly createdAt: Date;
  readonly timezone: string;
}
