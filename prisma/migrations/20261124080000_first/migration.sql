-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Platform" AS ENUM ('slack', 'teams');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('teacher', 'supervisor', 'lead');

-- CreateEnum
CREATE TYPE "Region" AS ENUM ('noord', 'midden', 'zuid');

-- CreateEnum
CREATE TYPE "ConsentBasis" AS ENUM ('chat', 'on_file', 'demonstration');

-- CreateEnum
CREATE TYPE "AnswerSource" AS ENUM ('chat', 'import');

-- CreateEnum
CREATE TYPE "NotificationState" AS ENUM ('queued', 'sending', 'sent', 'failed', 'expired');

-- CreateEnum
CREATE TYPE "WorkspaceState" AS ENUM ('active', 'reconnect');

-- CreateTable
CREATE TABLE "Deployment" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "demonstration" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Workspace" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "platform" "Platform" NOT NULL,
    "externalId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sealedToken" TEXT,
    "botUser" TEXT,
    "serviceUrl" TEXT,
    "state" "WorkspaceState" NOT NULL DEFAULT 'active',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SupervisorChannel" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "workspaceId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SupervisorChannel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Circle" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,

    CONSTRAINT "Circle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "School" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "circleId" UUID NOT NULL,
    "region" "Region" NOT NULL,
    "timezone" TEXT NOT NULL,

    CONSTRAINT "School_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "role" "Role" NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "cluster" INTEGER,
    "schoolId" UUID,
    "consentedAt" TIMESTAMPTZ(3),
    "consentBasis" "ConsentBasis",
    "declinedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PersonCircle" (
    "personId" UUID NOT NULL,
    "circleId" UUID NOT NULL,

    CONSTRAINT "PersonCircle_pkey" PRIMARY KEY ("personId","circleId")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "workspaceId" UUID NOT NULL,
    "externalId" TEXT NOT NULL,
    "conversation" JSONB,
    "rank" INTEGER NOT NULL DEFAULT 0,
    "unreachableSince" TIMESTAMPTZ(3),
    "unreachableWhy" TEXT,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckIn" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "circleId" UUID NOT NULL,
    "week" TEXT NOT NULL,
    "cycle" INTEGER NOT NULL,
    "third" SMALLINT NOT NULL,
    "instrument" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closesAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CheckIn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CheckInItem" (
    "checkInId" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "item" TEXT NOT NULL,

    CONSTRAINT "CheckInItem_pkey" PRIMARY KEY ("checkInId","position")
);

-- CreateTable
CREATE TABLE "Answer" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "checkInId" UUID,
    "circleId" UUID NOT NULL,
    "item" TEXT NOT NULL,
    "value" SMALLINT NOT NULL,
    "week" TEXT NOT NULL,
    "answeredAt" TIMESTAMPTZ(3) NOT NULL,
    "instrument" TEXT NOT NULL,
    "source" "AnswerSource" NOT NULL,

    CONSTRAINT "Answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Declaration" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "fileHash" TEXT NOT NULL,
    "people" INTEGER NOT NULL,

    CONSTRAINT "Declaration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "lane" TEXT NOT NULL,
    "accountId" UUID,
    "channelId" UUID,
    "state" "NotificationState" NOT NULL DEFAULT 'queued',
    "notBefore" TIMESTAMPTZ(3) NOT NULL,
    "notAfter" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "attemptedAt" TIMESTAMPTZ(3),
    "sentAt" TIMESTAMPTZ(3),
    "reference" TEXT,
    "reason" TEXT,
    "inDoubt" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lane" (
    "name" TEXT NOT NULL,
    "owner" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "leaseUntil" TIMESTAMPTZ(3),
    "releasedAt" TIMESTAMPTZ(3),
    "resumeAt" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "readBackAt" TIMESTAMPTZ(3),

    CONSTRAINT "Lane_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Milestone" (
    "kind" TEXT NOT NULL,
    "period" TEXT NOT NULL,
    "doneAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Milestone_pkey" PRIMARY KEY ("kind","period")
);

-- CreateTable
CREATE TABLE "PublishedWeek" (
    "week" TEXT NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL,
    "body" TEXT NOT NULL,

    CONSTRAINT "PublishedWeek_pkey" PRIMARY KEY ("week")
);

-- CreateTable
CREATE TABLE "ItemTotal" (
    "week" TEXT NOT NULL,
    "item" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "sum" INTEGER NOT NULL,

    CONSTRAINT "ItemTotal_pkey" PRIMARY KEY ("week","item")
);

-- CreateTable
CREATE TABLE "IncomingEvent" (
    "platform" "Platform" NOT NULL,
    "id" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IncomingEvent_pkey" PRIMARY KEY ("platform","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Workspace_platform_externalId_key" ON "Workspace"("platform", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "SupervisorChannel_workspaceId_externalId_key" ON "SupervisorChannel"("workspaceId", "externalId");

-- CreateIndex
CREATE UNIQUE INDEX "Circle_name_key" ON "Circle"("name");

-- CreateIndex
CREATE UNIQUE INDEX "School_name_key" ON "School"("name");

-- CreateIndex
CREATE INDEX "School_circleId_idx" ON "School"("circleId");

-- CreateIndex
CREATE UNIQUE INDEX "Person_key_key" ON "Person"("key");

-- CreateIndex
CREATE INDEX "Person_schoolId_idx" ON "Person"("schoolId");

-- CreateIndex
CREATE INDEX "PersonCircle_circleId_idx" ON "PersonCircle"("circleId");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_workspaceId_externalId_key" ON "Account"("workspaceId", "externalId");

-- CreateIndex
CREATE INDEX "CheckIn_week_idx" ON "CheckIn"("week");

-- CreateIndex
CREATE UNIQUE INDEX "CheckIn_personId_week_key" ON "CheckIn"("personId", "week");

-- CreateIndex
CREATE UNIQUE INDEX "CheckInItem_checkInId_item_key" ON "CheckInItem"("checkInId", "item");

-- CreateIndex
CREATE INDEX "Answer_week_idx" ON "Answer"("week");

-- CreateIndex
CREATE UNIQUE INDEX "Answer_checkInId_item_key" ON "Answer"("checkInId", "item");

-- CreateIndex
CREATE UNIQUE INDEX "Answer_personId_item_answeredAt_key" ON "Answer"("personId", "item", "answeredAt");

-- CreateIndex
CREATE UNIQUE INDEX "Notification_key_key" ON "Notification"("key");

-- CreateIndex
CREATE INDEX "Notification_lane_state_notBefore_idx" ON "Notification"("lane", "state", "notBefore");

-- CreateIndex
CREATE INDEX "Notification_state_notAfter_idx" ON "Notification"("state", "notAfter");

-- CreateIndex
CREATE INDEX "Notification_accountId_idx" ON "Notification"("accountId");

-- CreateIndex
CREATE INDEX "Notification_channelId_idx" ON "Notification"("channelId");

-- CreateIndex
CREATE INDEX "IncomingEvent_receivedAt_idx" ON "IncomingEvent"("receivedAt");

-- AddForeignKey
ALTER TABLE "SupervisorChannel" ADD CONSTRAINT "SupervisorChannel_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "School" ADD CONSTRAINT "School_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonCircle" ADD CONSTRAINT "PersonCircle_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonCircle" ADD CONSTRAINT "PersonCircle_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_workspaceId_fkey" FOREIGN KEY ("workspaceId") REFERENCES "Workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckIn" ADD CONSTRAINT "CheckIn_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckIn" ADD CONSTRAINT "CheckIn_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckInItem" ADD CONSTRAINT "CheckInItem_checkInId_fkey" FOREIGN KEY ("checkInId") REFERENCES "CheckIn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Answer" ADD CONSTRAINT "Answer_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Answer" ADD CONSTRAINT "Answer_checkInId_fkey" FOREIGN KEY ("checkInId") REFERENCES "CheckIn"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Notification" ADD CONSTRAINT "Notification_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "SupervisorChannel"("id") ON DELETE CASCADE ON UPDATE CASCADE;
