-- A teacher is told that their supervisor is not there any more: the appointment stays until then, and names nobody.
ALTER TABLE "Appointment" DROP CONSTRAINT "Appointment_hourId_fkey";
ALTER TABLE "Appointment" DROP CONSTRAINT "Appointment_supervisorId_fkey";
ALTER TABLE "Appointment" ALTER COLUMN "hourId" DROP NOT NULL, ALTER COLUMN "supervisorId" DROP NOT NULL;
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_hourId_fkey" FOREIGN KEY ("hourId") REFERENCES "ContactHour"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
