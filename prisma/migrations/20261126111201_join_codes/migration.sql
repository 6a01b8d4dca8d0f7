-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "confirmedAt" TIMESTAMPTZ(3),
ADD COLUMN     "joinedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "JoinCode" (
    "id" SERIAL NOT NULL,
    "codeHash" TEXT NOT NULL,
    "schoolId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "JoinCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "JoinGuess" (
    "who" TEXT NOT NULL,
    "wrong" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "JoinGuess_pkey" PRIMARY KEY ("who")
);

-- CreateIndex
CREATE UNIQUE INDEX "JoinCode_codeHash_key" ON "JoinCode"("codeHash");

-- CreateIndex
CREATE INDEX "JoinCode_schoolId_idx" ON "JoinCode"("schoolId");

-- AddForeignKey
ALTER TABLE "JoinCode" ADD CONSTRAINT "JoinCode_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE CASCADE ON UPDATE CASCADE;
