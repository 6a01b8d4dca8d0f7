-- AlterTable
ALTER TABLE "Notification" ADD COLUMN "unasked" SMALLINT;
