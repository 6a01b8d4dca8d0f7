-- Ids of deliveries are kept as hashes: those of Teams name the conversation, and so the person, whom nobody may know any
-- more after "forget me".
UPDATE "IncomingEvent" SET "id" = encode(sha256(convert_to("id", 'UTF8')), 'hex');

-- CreateTable
CREATE TABLE "DataLink" (
    "tokenHash" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "DataLink_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateIndex
CREATE INDEX "DataLink_personId_idx" ON "DataLink"("personId");

-- AddForeignKey
ALTER TABLE "DataLink" ADD CONSTRAINT "DataLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
