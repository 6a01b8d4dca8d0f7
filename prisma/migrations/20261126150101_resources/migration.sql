-- CreateTable
CREATE TABLE "ResourceAnswer" (
    "personId" UUID NOT NULL,
    "quarter" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "instrument" TEXT NOT NULL,
    "value" SMALLINT,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,
    "countedIn" TEXT,

    CONSTRAINT "ResourceAnswer_pkey" PRIMARY KEY ("personId","quarter","item")
);

-- CreateTable
CREATE TABLE "ResourcesOff" (
    "personId" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ResourcesOff_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "ResourceQuarter" (
    "quarter" TEXT NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "ResourceQuarter_pkey" PRIMARY KEY ("quarter")
);

-- CreateIndex
CREATE INDEX "ResourceAnswer_quarter_idx" ON "ResourceAnswer"("quarter") WHERE (value IS NOT NULL AND "countedIn" IS NULL);

-- CreateIndex
CREATE INDEX "ResourceAnswer_answeredAt_idx" ON "ResourceAnswer"("answeredAt");

-- AddForeignKey
ALTER TABLE "ResourceAnswer" ADD CONSTRAINT "ResourceAnswer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ResourcesOff" ADD CONSTRAINT "ResourcesOff_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
