-- AlterTable
ALTER TABLE "HelpRequest" ADD COLUMN "lapsedOn" DATE;
