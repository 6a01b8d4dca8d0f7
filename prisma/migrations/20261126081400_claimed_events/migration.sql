-- Null: done, as every delivery was that is known already.
ALTER TABLE "IncomingEvent" ADD COLUMN "claimedUntil" TIMESTAMPTZ(3);
