import { z } from 'zod';

const moment = z.coerce.date();

/** A row of `APPOINTMENTS`, from a query or from JSON. */
export const appointmentRow = z.object({
  id: z.string(),
  hourId: z.string(),
  supervisorId: z.string(),
  supervisor: z.string(),
  teacherId: z.string(),
  teacher: z.string(),
  /**
   * Whether the teacher is no longer on the operator's list, possibly by mistake, and has not said whether they stay.
   */
  teacherIsLeaving: z.boolean(),
  begins: moment,
  ends: moment,
  place: z.string(),
  timezone: z.string(),
  sequence: z.number(),
  /** Whether the teacher wrote what it is about. */
  hasTopic: z.boolean(),
  heldUntil: moment.nullable(),
  offered: z.boolean(),
  endedAt: moment.nullable(),
  /** How it ended before its time. */
  endedBy: z.enum(['withdrawn', 'declined', 'lapsed', 'ill', 'off', 'removed']).nullable(),
});

/** A teacher's appointment with a supervisor; only these two may see the names. */
export type Appointment = z.infer<typeof appointmentRow>;

/** The last moment at which it can be cancelled or moved. */
export function changeableUntil({ begins }: Pick<Appointment, 'begins'>): Date {
  return new Date(begins.getTime() - 3_600_000);
}
