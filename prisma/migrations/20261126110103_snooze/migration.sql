-- How often its owner put a check-in off, and until when.
ALTER TABLE "CheckIn" ADD COLUMN "snoozes" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN "snoozedUntil" TIMESTAMPTZ(3);
