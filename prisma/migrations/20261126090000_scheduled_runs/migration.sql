-- What the calendar asks for is claimed by one worker before it is done, and bears the name that its feature gave it.
ALTER TABLE "Milestone" RENAME TO "ScheduledRun";
ALTER TABLE "ScheduledRun" RENAME CONSTRAINT "Milestone_pkey" TO "ScheduledRun_pkey";
ALTER TABLE "ScheduledRun" RENAME COLUMN "kind" TO "name";
ALTER TABLE "ScheduledRun" ALTER COLUMN "doneAt" DROP NOT NULL;
ALTER TABLE "ScheduledRun" ADD COLUMN "claimedUntil" TIMESTAMPTZ(3);
UPDATE "ScheduledRun" SET "name" = CASE "name"
  WHEN 'check-ins-planned' THEN 'check-ins'
  WHEN 'week-announced' THEN 'publication'
  WHEN 'method-announced' THEN 'method'
  ELSE "name" END;
