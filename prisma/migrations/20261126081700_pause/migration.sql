-- AlterTable
ALTER TABLE "Deployment" ADD COLUMN "pausedAt" TIMESTAMPTZ(3);
