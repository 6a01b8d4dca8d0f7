-- AlterTable
ALTER TABLE "HelpRequest" ADD COLUMN "isTaken" BOOLEAN NOT NULL DEFAULT false;

-- Whoever was told that somebody has it hears when they have left, also when that was before this.
UPDATE "HelpRequest" r SET "isTaken" = true FROM "HelpTaken" t WHERE t."requestId" = r.id;
