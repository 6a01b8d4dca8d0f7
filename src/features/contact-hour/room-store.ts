import { Prisma } from '../../database/generated/client.ts';
import { MAX_BOOKED } from './offer.ts';
import { APPOINTMENT_STANDS } from './offer-store.ts';

/**
 * Makes other transactions that give this teacher an appointment wait until the end of this one, so that each counts
 * those before it. It does not lock the person's row, because an import holds that for long, and all taps would wait.
 */
export function lockTeacher(teacherId: string): Prisma.Sql {
  return Prisma.sql`SELECT pg_advisory_xact_lock(hashtext(${`contact-hour:${teacherId}`}))`;
}

/**
 * Whether a teacher can have another appointment. Use it in a statement after `lockTeacher`, because a statement does
 * not see what it waited for itself.
 * @param teacherId an SQL expression
 */
export function hasRoom(teacherId: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT count(*) FROM "Appointment" a
     WHERE a."teacherId" = ${teacherId} AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL AND a.ends > ${now}) < ${MAX_BOOKED}`;
}
