import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Appointment, appointmentRow } from './appointment.ts';
import { APPOINTMENT_STANDS, APPOINTMENTS } from './offer-store.ts';

/** Somebody's appointments, in PostgreSQL. */
export function createAgendaStore({ ask }: Pick<Pool, 'ask'>) {
  return {
    /** Those that take place, the earliest first; what is only offered is not among them. */
    between: async (supervisorId: string, from: Date, until: Date): Promise<readonly Appointment[]> => {
      const rows = await ask(Prisma.sql`
        ${APPOINTMENTS} WHERE a."supervisorId" = ${supervisorId}::uuid AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL
          AND a.ends > ${from} AND a.begins < ${until} ORDER BY a.begins, a.id`);
      return rows.map((row) => appointmentRow.parse(row));
    },
    /** Those that a teacher has booked and that are not over, the earliest first. */
    booked: async (teacherId: string, from: Date): Promise<readonly Appointment[]> => {
      const rows = await ask(Prisma.sql`
        ${APPOINTMENTS} WHERE a."teacherId" = ${teacherId}::uuid AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL
          AND a.ends > ${from} ORDER BY a.begins, a.id`);
      return rows.map((row) => appointmentRow.parse(row));
    },

    /** Whether a later message about what changed on the same day is there to be sent, or was. @param subject its list, and when it changed */
    isToldLater: async (kind: string, subject: string, now: Date): Promise<boolean> => {
      const list = subject.slice(0, subject.lastIndexOf(':') + 1);
      const rows = await ask(Prisma.sql`
        SELECT 1 FROM "Notification" own JOIN "Notification" later ON later."accountId" = own."accountId" AND later.kind = own.kind
         WHERE own.key = ${`${kind}:${subject}`} AND later."createdAt" > own."createdAt" AND later."notBefore" <= ${now}
           AND later.state IN ('queued', 'sending', 'sent') AND starts_with(later.subject, ${list}) LIMIT 1`);
      return rows.length > 0;
    },

    /** Teachers who had a time that was booked between two moments. @param supervisorId of the supervisor they met; null: of any */
    received: async (from: Date, until: Date, supervisorId: string | null): Promise<readonly string[]> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        SELECT DISTINCT a."teacherId" AS id FROM "Appointment" a
         WHERE a.begins >= ${from} AND a.begins < ${until} AND a."endedAt" IS NULL AND a."heldUntil" IS NULL
           AND (${supervisorId}::uuid IS NULL OR a."supervisorId" = ${supervisorId}::uuid)`);
      return rows.map(({ id }) => id);
    },
  };
}
