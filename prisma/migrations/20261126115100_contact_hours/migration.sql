-- Contact hours of supervisors, and the appointments of teachers in them.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TYPE "AppointmentEnd" AS ENUM ('withdrawn', 'declined', 'lapsed', 'ill', 'off', 'removed');

CREATE TABLE "ContactHour" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "supervisorId" UUID NOT NULL,
    "circleId" UUID NOT NULL,
    "schoolId" UUID,
    "weekday" SMALLINT NOT NULL,
    "begins" SMALLINT NOT NULL,
    "ends" SMALLINT NOT NULL,
    "slotMinutes" SMALLINT NOT NULL,
    "place" TEXT NOT NULL,
    "firstDay" DATE NOT NULL,
    "lastDay" DATE,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ContactHour_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ContactHourAbsence" (
    "supervisorId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "ill" BOOLEAN NOT NULL,

    CONSTRAINT "ContactHourAbsence_pkey" PRIMARY KEY ("supervisorId","day")
);

CREATE TABLE "Appointment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "hourId" UUID NOT NULL,
    "supervisorId" UUID NOT NULL,
    "teacherId" UUID NOT NULL,
    "begins" TIMESTAMPTZ(3) NOT NULL,
    "ends" TIMESTAMPTZ(3) NOT NULL,
    "sealedTopic" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "heldUntil" TIMESTAMPTZ(3),
    "offered" BOOLEAN NOT NULL DEFAULT false,
    "endedAt" TIMESTAMPTZ(3),
    "endedBy" "AppointmentEnd",
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Appointment_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ContactHourWaiting" (
    "teacherId" UUID NOT NULL,
    "lostOne" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ContactHourWaiting_pkey" PRIMARY KEY ("teacherId")
);

CREATE TABLE "CalendarFeed" (
    "personId" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CalendarFeed_pkey" PRIMARY KEY ("personId")
);

CREATE INDEX "ContactHour_supervisorId_idx" ON "ContactHour"("supervisorId");

CREATE INDEX "ContactHour_circleId_idx" ON "ContactHour"("circleId");

CREATE INDEX "Appointment_hourId_idx" ON "Appointment"("hourId");

CREATE INDEX "Appointment_teacherId_idx" ON "Appointment"("teacherId");

CREATE INDEX "Appointment_begins_idx" ON "Appointment"("begins");

ALTER TABLE "ContactHour" ADD CONSTRAINT "ContactHour_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ContactHour" ADD CONSTRAINT "ContactHour_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ContactHour" ADD CONSTRAINT "ContactHour_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ContactHourAbsence" ADD CONSTRAINT "ContactHourAbsence_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_hourId_fkey" FOREIGN KEY ("hourId") REFERENCES "ContactHour"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_teacherId_fkey" FOREIGN KEY ("teacherId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "ContactHourWaiting" ADD CONSTRAINT "ContactHourWaiting_teacherId_fkey" FOREIGN KEY ("teacherId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "CalendarFeed" ADD CONSTRAINT "CalendarFeed_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Nobody's time is given twice, whoever asks for it at the same moment.
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_supervisor_once" EXCLUDE USING gist ("supervisorId" WITH =, tstzrange("begins", "ends") WITH &&) WHERE ("endedAt" IS NULL);

ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_teacher_once" EXCLUDE USING gist ("teacherId" WITH =, tstzrange("begins", "ends") WITH &&) WHERE ("endedAt" IS NULL);
