-- A message is written twice on its way out: what only the undelivered are looked up by need not hold the sent ones.
DROP INDEX "Notification_lane_state_notBefore_idx";
CREATE INDEX "Notification_lane_state_notBefore_idx" ON "Notification"("lane", "state", "notBefore") WHERE (state IN ('queued', 'sending'));

DROP INDEX "Notification_state_notAfter_idx";
CREATE INDEX "Notification_state_notAfter_idx" ON "Notification"("state", "notAfter") WHERE (state IN ('queued', 'failed'));

DROP INDEX "Notification_channelId_idx";
CREATE INDEX "Notification_channelId_idx" ON "Notification"("channelId") WHERE ("channelId" IS NOT NULL);
