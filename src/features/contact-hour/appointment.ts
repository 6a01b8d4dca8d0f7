import { z } from 'zod';

const moment = z.coerce.date();

/** A row of `APPOINTMENTS`, as a query gives it, or JSON. */
export const appointmentRow = z.object({
  id: z.string(),
  hourId: z.string(),
  supervisorId: z.string(),
  supervisor: z.string(),
  teacherId: z.string(),
  teacher: z.string(),
  /** They are not on the operator's list any more, perhaps by a mistake, and have not said whether they stay. */
  teacherIsLeaving: z.boolean(),
  begins: moment,
  ends: moment,
  place: z.string(),
  timezone: z.string(),
  sequence: z.number(),
  /** There is something to read. */
  hasTopic: z.boolean(),
  heldUntil: moment.nullable(),
  offered: z.boolean(),
  endedAt: moment.nullable(),
  /** How it came to an end before its time. */
  endedBy: z.enum(['withdrawn', 'declined', 'lapsed', 'ill', 'off', 'removed']).nullable(),
});

/** A teacher's time with a supervisor; names are for those two only. */
export type Appointment = z.infer<typeof appointmentRow>;

/** The last moment at which it can be taken back or moved. */
export function changeableUntil({ begins }: Pick<Appointment, 'begins'>): Date {
  return new Date(begins.getTime() - 3_600_000);
}
