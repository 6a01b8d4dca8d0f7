import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { IS_GIVEN, TIMEZONE } from './offer-store.ts';
import { UNTOLD } from './waiting-store.ts';

/** A message about somebody's own appointment. */
export interface Reminder {
  readonly kind: string;
  readonly personId: string;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** What keeps appointments true, in PostgreSQL; everything here may be repeated. */
export function createKeepStore({ ask, prisma }: Pool) {
  return {
    /**
     * Ends what cannot take place: the hour is given no more, or its supervisor is away, serves another circle or was erased. Who
     * loses an appointment so comes first in line.
     * @returns how many ended
     */
    endImpossible: async (now: Date): Promise<number> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        WITH impossible AS (
          SELECT a.id, CASE WHEN x.ill THEN 'ill' WHEN x.day IS NOT NULL THEN 'off' ELSE 'removed' END AS why
            FROM "Appointment" a LEFT JOIN "ContactHour" h ON h.id = a."hourId"
            LEFT JOIN "ContactHourAbsence" x ON x."supervisorId" = a."supervisorId" AND x.day = (a.begins AT TIME ZONE ${TIMEZONE})::date
           WHERE a."endedAt" IS NULL AND a.begins > ${now} AND (x.day IS NOT NULL OR (${IS_GIVEN}) IS NOT TRUE)
        ), ended AS (
          UPDATE "Appointment" a SET "endedAt" = ${now}, "endedBy" = impossible.why::"AppointmentEnd", sequence = a.sequence + 1
            FROM impossible WHERE a.id = impossible.id AND a."endedAt" IS NULL RETURNING a.id, a."teacherId", a.begins, a."heldUntil"
        ), first AS (
          INSERT INTO "ContactHourWaiting" ("teacherId", "lostOne", since)
          SELECT "teacherId", true, min(begins) FROM ended WHERE "heldUntil" IS NULL GROUP BY "teacherId"
          ON CONFLICT ("teacherId") DO UPDATE SET "lostOne" = true
        )
        SELECT id FROM ended`);
      return rows.length;
    },

    /** Those who have yet to hear that their appointment ended. */
    untold: (now: Date) => prisma.$queryRaw<{ id: string; teacherId: string; begins: Date }[]>`
      SELECT a.id, a."teacherId", a.begins FROM "Appointment" a WHERE a.begins > ${now} AND ${UNTOLD} ORDER BY a.begins`,

    /** Everything that takes place between two moments. */
    coming: (from: Date, until: Date) => prisma.$queryRaw<ComingAppointment[]>`
      SELECT a.id, a."supervisorId", a."teacherId", a.begins, a.ends, a.sequence, a."createdAt", ${TIMEZONE} AS timezone
        FROM "Appointment" a JOIN "ContactHour" h ON h.id = a."hourId"
       WHERE a."endedAt" IS NULL AND a."heldUntil" IS NULL AND a.begins > ${from} AND a.begins <= ${until} ORDER BY a.begins, a.id`,

    /** @returns how many are new */
    remind: (reminders: readonly Reminder[], now: Date): Promise<number> =>
      prisma.$transaction(async (transaction) => {
        let count = 0;
        for (const kind of new Set(reminders.map((each) => each.kind))) {
          const to = reminders.filter((each) => each.kind === kind);
          count += await notifyPeople(transaction, { kind, to, notAfter: now }, now);
        }
        return count;
      }),

    /** Of what nobody gives any more nothing is left once it would have begun. */
    forgetOrphans: async (now: Date): Promise<void> => {
      await prisma.$executeRaw`DELETE FROM "Appointment" WHERE "hourId" IS NULL AND begins <= ${now}`;
    },

    /** Of what was long ago nobody needs to read what it was about. */
    forgetTopics: async (before: Date): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "Appointment" SET "sealedTopic" = NULL WHERE "sealedTopic" IS NOT NULL AND ends < ${before}`;
    },
  };
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
