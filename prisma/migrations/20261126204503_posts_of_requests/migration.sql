-- AlterTable
ALTER TABLE "HelpCard" ALTER COLUMN "personId" DROP NOT NULL, ADD COLUMN "channelId" UUID;

-- CreateIndex
CREATE INDEX "HelpCard_channelId_idx" ON "HelpCard"("channelId");

-- AddForeignKey
ALTER TABLE "HelpCard" ADD CONSTRAINT "HelpCard_channelId_fkey" FOREIGN KEY ("channelId") REFERENCES "SupervisorChannel"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was posted before is drawn anew once: nobody knows how it stands there.
INSERT INTO "HelpCard" ("notification", "channelId", "requestId", "shows")
SELECT n.key, n."channelId", r.id, ''
  FROM "Notification" n LEFT JOIN "HelpRequest" r ON r.id::text = split_part(n.subject, ':', 1)
 WHERE n.kind = 'help-request-late' AND n."channelId" IS NOT NULL;
