-- CreateTable
CREATE TABLE "HelpRequest" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "teacherId" UUID NOT NULL,
    "circleId" UUID NOT NULL,
    "sealedQuestion" TEXT NOT NULL,
    "sealedFeedback" TEXT,
    "sealedMaterials" TEXT,
    "wishes" TEXT[],
    "cluster" INTEGER,
    "coordinatorKnows" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "dueOn" DATE NOT NULL,
    "visitOn" DATE,
    "doneAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3),
    "countedIn" TEXT,

    CONSTRAINT "HelpRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HelpTaken" (
    "requestId" UUID NOT NULL,
    "supervisorId" UUID NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "HelpTaken_pkey" PRIMARY KEY ("requestId")
);

-- CreateTable
CREATE TABLE "HelpWaiting" (
    "week" TEXT NOT NULL,
    "days" SMALLINT,

    CONSTRAINT "HelpWaiting_pkey" PRIMARY KEY ("week")
);

-- CreateIndex
CREATE INDEX "HelpRequest_teacherId_idx" ON "HelpRequest"("teacherId");

-- CreateIndex
CREATE INDEX "HelpRequest_circleId_idx" ON "HelpRequest"("circleId");

-- CreateIndex
CREATE INDEX "HelpTaken_supervisorId_idx" ON "HelpTaken"("supervisorId");

-- AddForeignKey
ALTER TABLE "HelpRequest" ADD CONSTRAINT "HelpRequest_teacherId_fkey" FOREIGN KEY ("teacherId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HelpRequest" ADD CONSTRAINT "HelpRequest_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HelpTaken" ADD CONSTRAINT "HelpTaken_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "HelpRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HelpTaken" ADD CONSTRAINT "HelpTaken_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
