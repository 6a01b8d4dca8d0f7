import type { Pool } from '../../database/client.ts';

/** Everything stored about somebody's contact hours, in PostgreSQL. */
export function createExportStore({ prisma }: Pick<Pool, 'prisma'>) {
  return {
    /**
     * The appointments that they had or gave, with the topic only of those they had as a teacher. A supervisor does not
     * see to whom their time was offered without success, because that would tell who waits.
     */
    appointments: (personId: string) => prisma.$queryRaw<StoredAppointment[]>`
      SELECT a.begins, a.ends, v.name AS supervisor, t.name AS teacher, h.place,
             CASE WHEN a."teacherId" = ${personId}::uuid THEN a."sealedTopic" END AS "sealedTopic", a."endedAt", a."endedBy"::text
        FROM "Appointment" a LEFT JOIN "ContactHour" h ON h.id = a."hourId"
        LEFT JOIN "Person" v ON v.id = a."supervisorId" JOIN "Person" t ON t.id = a."teacherId"
       WHERE a."teacherId" = ${personId}::uuid OR (a."supervisorId" = ${personId}::uuid AND a."heldUntil" IS NULL) ORDER BY a.begins`,

    hours: (personId: string) => prisma.$queryRaw<StoredHour[]>`
      SELECT weekday, begins, ends, "slotMinutes", place, "firstDay"::text, "lastDay"::text, "removedAt"
        FROM "ContactHour" WHERE "supervisorId" = ${personId}::uuid ORDER BY "createdAt"`,

    absences: (personId: string) => prisma.$queryRaw<{ day: string; ill: boolean }[]>`
      SELECT day::text, ill FROM "ContactHourAbsence" WHERE "supervisorId" = ${personId}::uuid ORDER BY day`,

    waiting: (personId: string) => prisma.$queryRaw<{ since: Date; lostOne: boolean }[]>`
      SELECT since, "lostOne" FROM "ContactHourWaiting" WHERE "teacherId" = ${personId}::uuid`,

    feed: (personId: string) => prisma.$queryRaw<{ version: number }[]>`
      SELECT version FROM "CalendarFeed" WHERE "personId" = ${personId}::uuid`,
  };
}

type StoredAppointment = {
  readonly begins: Date;
  readonly ends: Date;
  /** Null when the supervisor was erased. */
  readonly supervisor: string | null;
  readonly teacher: string;
  readonly place: string | null;
  readonly sealedTopic: string | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
};

type StoredHour = {
  readonly weekday: number;
  readonly begins: number;
  readonly ends: number;
  readonly slotMinutes: number;
  readonly place: string;
  readonly firstDay: string;
  readonly lastDay: string | null;
  readonly removedAt: Date | null;
};
