-- CreateTable
CREATE TABLE "HelpCard" (
    "notification" TEXT NOT NULL,
    "personId" UUID NOT NULL,
    "requestId" UUID,
    "shows" TEXT NOT NULL,

    CONSTRAINT "HelpCard_pkey" PRIMARY KEY ("notification")
);

-- CreateIndex
CREATE INDEX "HelpCard_requestId_idx" ON "HelpCard"("requestId");

-- CreateIndex
CREATE INDEX "HelpCard_personId_idx" ON "HelpCard"("personId");

-- AddForeignKey
ALTER TABLE "HelpCard" ADD CONSTRAINT "HelpCard_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HelpCard" ADD CONSTRAINT "HelpCard_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "HelpRequest"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What was sent before is drawn anew once: nobody knows how it stands there. Also where the request is gone.
INSERT INTO "HelpCard" ("notification", "personId", "requestId", "shows")
SELECT n.key, a."personId", r.id, ''
  FROM "Notification" n JOIN "Account" a ON a.id = n."accountId"
  LEFT JOIN "HelpRequest" r ON r.id::text = split_part(n.subject, ':', 1)
 WHERE n.kind IN ('help-request', 'help-request-taken', 'help-request-planned', 'help-request-reminder');
