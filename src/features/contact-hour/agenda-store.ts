import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { type Appointment, appointmentRow } from './appointment.ts';
import { APPOINTMENT_STANDS, APPOINTMENTS } from './offer-store.ts';

/** Somebody's appointments, in PostgreSQL. */
export function createAgendaStore({ ask }: Pick<Pool, 'ask'>) {
  return {
    /** A supervisor's appointments in order, without times that are only offered. */
    between: async (supervisorId: string, from: Date, until: Date): Promise<readonly Appointment[]> => {
      const rows = await ask(Prisma.sql`
        ${APPOINTMENTS} WHERE a."supervisorId" = ${supervisorId}::uuid AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL
          AND a.ends > ${from} AND a.begins < ${until} ORDER BY a.begins, a.id`);
      return rows.map((row) => appointmentRow.parse(row));
    },
    /** The appointments that a teacher has booked and that are not over, in order. */
    booked: async (teacherId: string, from: Date): Promise<readonly Appointment[]> => {
      const rows = await ask(Prisma.sql`
        ${APPOINTMENTS} WHERE a."teacherId" = ${teacherId}::uuid AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL
          AND a.ends > ${from} ORDER BY a.begins, a.id`);
      return rows.map((row) => appointmentRow.parse(row));
    },

    /**
     * Whether a later message about changes of the same day was sent or is about to be. @param subject the list, and
     * when it changed
     */
    isToldLater: async (kind: string, subject: string, now: Date): Promise<boolean> => {
      const list = subject.slice(0, subject.lastIndexOf(':') + 1);
      const rows = await ask(Prisma.sql`
        SELECT 1 FROM "Notification" own JOIN "Notification" later ON later."accountId" = own."accountId" AND later.kind = own.kind
         WHERE own.key = ${`${kind}:${subject}`} AND later."createdAt" > own."createdAt" AND later."notBefore" <= ${now}
           AND later.state IN ('queued', 'sending', 'sent') AND starts_with(later.subject, ${list}) LIMIT 1`);
      return rows.length > 0;
    },

    /** The teachers with an appointment between two moments. @param supervisorId with this supervisor; null for any */
    received: async (from: Date, until: Date, supervisorId: string | null): Promise<readonly string[]> => {
      const rows = await ask<{ id: string }>(Prisma.sql`
        SELECT DISTINCT a."teacherId" AS id FROM "Appointment" a
         WHERE a.begins >= ${from} AND a.begins < ${until} AND a."endedAt" IS NULL AND a."heldUntil" IS NULL
           AND (${supervisorId}::uuid IS NULL OR a."supervisorId" = ${supervisorId}::uuid)`);
      return rows.map(({ id }) => id);
    },
  };
}
