-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "missingSince" TIMESTAMPTZ(3),
ADD COLUMN     "staysAt" TIMESTAMPTZ(3);
