import { Prisma } from '../../database/generated/client.ts';
import { MAX_BOOKED } from './offer.ts';
import { APPOINTMENT_STANDS } from './offer-store.ts';

/**
 * Has whoever else gives this teacher an appointment wait until the end of the transaction, so that each counts those before it.
 * Not by their row: an import that changes people holds that for long, and all taps would wait for it.
 */
export function lockTeacher(teacherId: string): Prisma.Sql {
  return Prisma.sql`SELECT pg_advisory_xact_lock(hashtext(${`contact-hour:${teacherId}`}))`;
}

/**
 * Whether a teacher can have one more; in a statement after `lockTeacher`, for one statement does not see what it waited for.
 * @param teacherId an expression
 */
export function hasRoom(teacherId: Prisma.Sql, now: Date): Prisma.Sql {
  return Prisma.sql`(
    SELECT count(*) FROM "Appointment" a
     WHERE a."teacherId" = ${teacherId} AND ${APPOINTMENT_STANDS} AND a."heldUntil" IS NULL AND a.ends > ${now}) < ${MAX_BOOKED}`;
}
