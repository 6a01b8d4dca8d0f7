-- CreateTable
CREATE TABLE "Visit" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "teacherId" UUID NOT NULL,
    "circleId" UUID NOT NULL,
    "day" DATE NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "source" "AnswerSource" NOT NULL,
    "questionId" UUID,

    CONSTRAINT "Visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LoggedVisit" (
    "visitId" UUID NOT NULL,
    "supervisorId" UUID NOT NULL,
    "expected" SMALLINT,

    CONSTRAINT "LoggedVisit_pkey" PRIMARY KEY ("visitId")
);

-- CreateTable
CREATE TABLE "Intervention" (
    "visitId" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "felt" SMALLINT,
    "answeredAt" TIMESTAMPTZ(3),
    "countedIn" TEXT,

    CONSTRAINT "Intervention_pkey" PRIMARY KEY ("visitId","code")
);

-- CreateTable
CREATE TABLE "VisitQuestion" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "VisitQuestion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AskingOff" (
    "personId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AskingOff_pkey" PRIMARY KEY ("personId")
);

-- CreateIndex
CREATE INDEX "Visit_teacherId_idx" ON "Visit"("teacherId");

-- CreateIndex
CREATE INDEX "Visit_questionId_idx" ON "Visit"("questionId");

-- CreateIndex
CREATE INDEX "Visit_day_idx" ON "Visit"("day");

-- CreateIndex
CREATE INDEX "LoggedVisit_supervisorId_idx" ON "LoggedVisit"("supervisorId");

-- CreateIndex
CREATE INDEX "Intervention_answeredAt_idx" ON "Intervention"("answeredAt") WHERE ("answeredAt" IS NOT NULL AND "countedIn" IS NULL);

-- CreateIndex
CREATE INDEX "VisitQuestion_personId_idx" ON "VisitQuestion"("personId");

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_teacherId_fkey" FOREIGN KEY ("teacherId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_questionId_fkey" FOREIGN KEY ("questionId") REFERENCES "VisitQuestion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LoggedVisit" ADD CONSTRAINT "LoggedVisit_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LoggedVisit" ADD CONSTRAINT "LoggedVisit_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Intervention" ADD CONSTRAINT "Intervention_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VisitQuestion" ADD CONSTRAINT "VisitQuestion_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AskingOff" ADD CONSTRAINT "AskingOff_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
