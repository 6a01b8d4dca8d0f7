import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Appointment, appointmentRow } from './appointment.ts';
import type { OfferedSlot } from './offer.ts';
import { APPOINTMENT_STANDS, APPOINTMENTS, IS_GIVEN } from './offer-store.ts';
import { hasRoom, lockTeacher } from './room-store.ts';

/** What PostgreSQL says when somebody else has that time, or asks for it at this moment. */
const TAKEN_ERRORS: readonly unknown[] = ['23P01', '40P01'];

export type BookingStore = ReturnType<typeof createBookingStore>;

/**
 * Appointments in PostgreSQL. An hour is looked at first, and its revision says in the statement that gives a slot away that
 * nothing about it has changed since: an hour that is removed meanwhile gives none.
 */
export function createBookingStore({ ask, askInTurn }: Pick<Pool, 'ask' | 'askInTurn'>) {
  return {
    /**
     * @param seen when the slot was shown: what this teacher gave up since is not theirs again by an old tap
     * @returns the appointment's id; null when the slot is not to be had any more, overlaps another one of the teacher's, or
     *     they have enough
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

    /** Gives an appointment another time; the old one stays when that is not to be had. @returns false then */
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

    /** Takes an appointment back, while it can be, with what it was to be about: nobody needs to read that any more. @returns false when it could not */
    withdraw: async (id: string, teacherId: string, now: Date, limit: Date): Promise<boolean> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        UPDATE "Appointment" a SET "endedAt" = ${now}, "endedBy" = 'withdrawn', sequence = a.sequence + 1, "sealedTopic" = NULL
         WHERE a.id = ${id}::uuid AND a."teacherId" = ${teacherId}::uuid AND ${isTheirs(limit)} RETURNING a.id`);
      return rows.length > 0;
    },

    /** Whoever's it is, and however it ended. */
    find: async (id: string): Promise<Appointment | null> => {
      const rows = await ask(Prisma.sql`${APPOINTMENTS} WHERE a.id = ${id}::uuid`);
      return rows[0] ? appointmentRow.parse(rows[0]) : null;
    },

    /** Whether its hour goes on without it: for others, where it ended because its teacher, or their school, has moved. */
    goesOn: async (id: string): Promise<boolean> => {
      const rows = await ask(Prisma.sql`
        SELECT FROM "Appointment" a JOIN "ContactHour" h ON h.id = a."hourId" WHERE a.id = ${id}::uuid AND ${IS_GIVEN}`);
      return rows.length > 0;
    },

    /** What the teacher wrote, sealed; for the two of them. */
    topicOf: async (id: string, personId: string): Promise<string | null> => {
      const rows = await ask<{ topic: string | null }>(Prisma.sql`
        SELECT a."sealedTopic" AS topic FROM "Appointment" a
         WHERE a.id = ${id}::uuid AND (a."teacherId" = ${personId}::uuid OR a."supervisorId" = ${personId}::uuid)`);
      return rows[0]?.topic ?? null;
    },

    /** @returns false when it is not theirs, or over */
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

/** Booked, not only offered. @param limit before which nothing that begins can be changed any more */
function isTheirs(limit: Date): Prisma.Sql {
  return Prisma.sql`${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL AND a.begins >= ${limit}`;
}
