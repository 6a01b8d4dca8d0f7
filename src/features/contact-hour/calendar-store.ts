import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Appointment, appointmentRow } from './appointment.ts';
import { APPOINTMENTS } from './offer-store.ts';

/** The owner of a calendar; `version` counts how often its address was renewed. */
interface CalendarOwner {
  readonly id: string;
  readonly language: string;
  readonly version: number;
}

/** The data of calendars, in PostgreSQL. */
export function createCalendarStore({ ask }: Pick<Pool, 'ask'>) {
  return {
    owner: async (personId: string): Promise<CalendarOwner | null> => {
      const rows = await ask<CalendarOwner & { id: string }>(Prisma.sql`
        SELECT p.id, p.language, coalesce(f.version, 0) AS version
          FROM "Person" p LEFT JOIN "CalendarFeed" f ON f."personId" = p.id WHERE p.id = ${personId}::uuid`);
      return rows[0] ?? null;
    },

    /** Invalidates all earlier addresses. @returns the new version */
    renew: async (personId: string): Promise<number> => {
      const rows = await ask<{ version: number }>(Prisma.sql`
        INSERT INTO "CalendarFeed" AS feed ("personId", version) VALUES (${personId}::uuid, 1)
        ON CONFLICT ("personId") DO UPDATE SET version = feed.version + 1 RETURNING version`);
      return rows[0]?.version ?? 0;
    },

    /**
     * All appointments of a person, including cancelled ones, without slots that are only offered. @param one only this
     * appointment
     */
    listOf: async (personId: string, since: Date, one: string | null = null): Promise<readonly Appointment[]> => {
      const rows = await ask(Prisma.sql`
        ${APPOINTMENTS} WHERE (a."teacherId" = ${personId}::uuid OR a."supervisorId" = ${personId}::uuid) AND a."heldUntil" IS NULL
          AND a.ends > ${since} AND (${one}::uuid IS NULL OR a.id = ${one}::uuid) ORDER BY a.begins, a.id`);
      return rows.map((row) => appointmentRow.parse(row));
    },
  };
}
