-- Which text somebody said yes to in a chat; until now there was one, which is called the first.
ALTER TABLE "Person" ADD COLUMN "consentVersion" INTEGER;
UPDATE "Person" SET "consentVersion" = 1 WHERE "consentedAt" IS NOT NULL AND "consentBasis" = 'chat';
-- A language that somebody chose stays when people are imported again.
ALTER TABLE "Person" ADD COLUMN "languageChosen" BOOLEAN NOT NULL DEFAULT false;
