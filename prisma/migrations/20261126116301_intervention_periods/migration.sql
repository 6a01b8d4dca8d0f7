-- CreateTable
CREATE TABLE "InterventionPeriod" (
    "period" TEXT NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "InterventionPeriod_pkey" PRIMARY KEY ("period")
);

-- CreateTable
CREATE TABLE "OwnEffect" (
    "period" TEXT NOT NULL,
    "supervisorId" UUID NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "OwnEffect_pkey" PRIMARY KEY ("period","supervisorId")
);

-- CreateIndex
CREATE INDEX "OwnEffect_supervisorId_idx" ON "OwnEffect"("supervisorId");

-- AddForeignKey
ALTER TABLE "OwnEffect" ADD CONSTRAINT "OwnEffect_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
