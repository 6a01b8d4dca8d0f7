-- A question that a teacher passed over: neither an answer nor still to be asked.
ALTER TABLE "CheckInItem" ADD COLUMN "skipped" BOOLEAN NOT NULL DEFAULT false;
