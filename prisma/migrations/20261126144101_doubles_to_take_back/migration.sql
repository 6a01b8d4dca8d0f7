-- AlterTable
ALTER TABLE "Notification" ADD COLUMN "double" TEXT;

-- CreateIndex
CREATE INDEX "Notification_lane_idx" ON "Notification"("lane") WHERE (double IS NOT NULL);
