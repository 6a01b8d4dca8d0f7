-- What was taken back before belongs to nobody already, and counts as that.
ALTER TABLE "Visit" ADD COLUMN "takenBackAt" TIMESTAMPTZ(3);
