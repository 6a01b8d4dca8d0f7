-- CreateTable
CREATE TABLE "EvaluationCampaign" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "supervisorId" UUID,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "issuanceEndsAt" TIMESTAMPTZ(3) NOT NULL,
    "closesAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "repeats" BOOLEAN NOT NULL DEFAULT false,
    "publicKey" BYTEA NOT NULL,
    "result" TEXT,

    CONSTRAINT "EvaluationCampaign_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EvaluationKey" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "sealedKey" TEXT NOT NULL,

    CONSTRAINT "EvaluationKey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EvaluationTicket" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "used" BOOLEAN NOT NULL DEFAULT false,
    "blindedHash" TEXT,

    CONSTRAINT "EvaluationTicket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Evaluation" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "campaignId" UUID NOT NULL,
    "tokenHash" TEXT,
    "sealedEvaluation" TEXT NOT NULL,

    CONSTRAINT "Evaluation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "EvaluationCampaign_supervisorId_idx" ON "EvaluationCampaign"("supervisorId");

-- CreateIndex
CREATE UNIQUE INDEX "EvaluationKey_campaignId_key" ON "EvaluationKey"("campaignId");

-- CreateIndex
CREATE INDEX "EvaluationTicket_personId_idx" ON "EvaluationTicket"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "EvaluationTicket_campaignId_personId_key" ON "EvaluationTicket"("campaignId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "Evaluation_campaignId_tokenHash_key" ON "Evaluation"("campaignId", "tokenHash");

-- AddForeignKey
ALTER TABLE "EvaluationCampaign" ADD CONSTRAINT "EvaluationCampaign_supervisorId_fkey" FOREIGN KEY ("supervisorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvaluationKey" ADD CONSTRAINT "EvaluationKey_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "EvaluationCampaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvaluationTicket" ADD CONSTRAINT "EvaluationTicket_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "EvaluationCampaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EvaluationTicket" ADD CONSTRAINT "EvaluationTicket_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Evaluation" ADD CONSTRAINT "Evaluation_campaignId_fkey" FOREIGN KEY ("campaignId") REFERENCES "EvaluationCampaign"("id") ON DELETE CASCADE ON UPDATE CASCADE;
