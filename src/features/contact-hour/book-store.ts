import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Appointment, appointmentRow } from './appointment.ts';
import type { OfferedSlot } from './offer.ts';
import { APPOINTMENT_STANDS, APPOINTMENTS, IS_GIVEN } from './offer-store.ts';
import { hasRoom, lockTeacher } from './room-store.ts';

/** PostgreSQL's errors when somebody else has that time, or books it at this moment. */
const TAKEN_ERRORS: readonly unknown[] = ['23P01', '40P01'];

export type BookingStore = ReturnType<typeof createBookingStore>;

/**
 * Appointments in PostgreSQL. An hour is read first; the statement that books a slot then checks by its revision that
 * nothing about it has changed, so that an hour removed in the meantime gives no slot.
 */
export function createBookingStore({ ask, askInTurn }: Pick<Pool, 'ask' | 'askInTurn'>) {
  return {
    /**
     * Books a slot.
     * @param seen when the slot was shown: an old tap does not book again what this teacher has given up since
     * @returns the appointment's id; null when the slot is no longer available, overlaps another appointment of the
     *   teacher's, or the teacher has enough
     */
    book: async (
      { hour, begins, ends }: OfferedSlot,
      teacherId: string,
      seen: Date,
      now: Date,
    ): Promise<string | null> => {
      const [booked] = await askInTurn<{ id: string }>(
        lockTeacher(teacherId),
        Prisma.sql`
          WITH given AS MATERIALIZED (
            SELECT h.id, h."supervisorId" FROM "ContactHour" h WHERE ${isAsSeen(hour)} FOR SHARE
          ), booked AS (
            INSERT INTO "Appointment" ("hourId", "supervisorId", "teacherId", begins, ends, "createdAt")
            SELECT given.id, given."supervisorId", ${teacherId}::uuid, ${begins}, ${ends}, ${now} FROM given
             WHERE ${hasRoom(Prisma.sql`${teacherId}::uuid`, now)} AND NOT EXISTS (
               SELECT 1 FROM "Appointment" a
                WHERE a."teacherId" = ${teacherId}::uuid AND a."hourId" = given.id AND a.begins = ${begins} AND a."endedAt" > ${seen})
            ON CONFLICT DO NOTHING RETURNING id
          ), waited AS (
            DELETE FROM "ContactHourWaiting" WHERE "teacherId" = ${teacherId}::uuid AND EXISTS (SELECT 1 FROM booked)
          )
          SELECT id FROM booked`,
      );
      return booked?.id ?? null;
    },

    /** Moves an appointment; it keeps its time when the new one is not available. @returns false then */
    move: async (
      { id, sequence }: Pick<Appointment, 'id' | 'sequence'>,
      { hour, begins, ends }: OfferedSlot,
      teacherId: string,
      limit: Date,
    ): Promise<boolean> => {
      try {
        const rows = await ask<{ id: string }>(Prisma.sql`
          WITH given AS MATERIALIZED (
            SELECT h.id, h."supervisorId" FROM "ContactHour" h WHERE ${isAsSeen(hour)} FOR SHARE
          )
          UPDATE "Appointment" a SET "hourId" = given.id, "supervisorId" = given."supervisorId", begins = ${begins}, ends = ${ends},
                 sequence = a.sequence + 1,
                 "sealedTopic" = CASE WHEN a."supervisorId" = given."supervisorId" THEN a."sealedTopic" END
            FROM given WHERE a.id = ${id}::uuid AND a.sequence = ${sequence} AND a."teacherId" = ${teacherId}::uuid AND ${isTheirs(limit)}
          RETURNING a.id`);
        return rows.length > 0;
      } catch (error) {
        if (error instanceof Error && 'code' in error && TAKEN_ERRORS.includes(error.code)) return false;
        throw error;
      }
    },

    /**
     * Cancels an appointment while that is allowed, and deletes what it was to be about. @returns false when it could
     * not
     */
    withdraw: async (id: string, teacherId: string, now: Date, limit: Date): Promise<boolean> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        UPDATE "Appointment" a SET "endedAt" = ${now}, "endedBy" = 'withdrawn', sequence = a.sequence + 1, "sealedTopic" = NULL
         WHERE a.id = ${id}::uuid AND a."teacherId" = ${teacherId}::uuid AND ${isTheirs(limit)} RETURNING a.id`);
      return rows.length > 0;
    },

    /** Finds an appointment, whoever it belongs to and however it ended. */
    find: async (id: string): Promise<Appointment | null> => {
      const rows = await ask(Prisma.sql`${APPOINTMENTS} WHERE a.id = ${id}::uuid`);
      return rows[0] ? appointmentRow.parse(rows[0]) : null;
    },

    /** Whether its contact hour still exists: for others, when it ended because its teacher or their school moved. */
    goesOn: async (id: string): Promise<boolean> => {
      const rows = await ask(Prisma.sql`
        SELECT FROM "Appointment" a JOIN "ContactHour" h ON h.id = a."hourId" WHERE a.id = ${id}::uuid AND ${IS_GIVEN}`);
      return rows.length > 0;
    },

    /** What the teacher wrote, sealed; only for the teacher and the supervisor. */
    topicOf: async (id: string, personId: string): Promise<string | null> => {
      const rows = await ask<{ topic: string | null }>(Prisma.sql`
        SELECT a."sealedTopic" AS topic FROM "Appointment" a
         WHERE a.id = ${id}::uuid AND (a."teacherId" = ${personId}::uuid OR a."supervisorId" = ${personId}::uuid)`);
      return rows[0]?.topic ?? null;
    },

    /** Stores what an appointment is about. @returns false when it is not this teacher's, or over */
    keepTopic: async (id: string, teacherId: string, sealedTopic: string | null, now: Date): Promise<boolean> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        UPDATE "Appointment" a SET "sealedTopic" = ${sealedTopic}
         WHERE a.id = ${id}::uuid AND a."teacherId" = ${teacherId}::uuid AND ${APPOINTMENT_STANDS} AND a.ends > ${now} RETURNING a.id`);
      return rows.length > 0;
    },
  };
}

function isAsSeen({ id, revision }: { id: string; revision: number }): Prisma.Sql {
  return Prisma.sql`h.id = ${id}::uuid AND h.revision = ${revision} AND h."removedAt" IS NULL`;
}

/**
 * The appointment is booked, not only offered, and can still be changed. @param limit appointments that begin earlier
 * cannot be changed
 */
function isTheirs(limit: Date): Prisma.Sql {
  return Prisma.sql`${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL AND a.begins >= ${limit}`;
}
