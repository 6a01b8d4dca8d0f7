-- With statistics of a moment at which nothing waited, a claim read all that waits by "notAfter", whatever its lane: one index
-- for claiming and expiring leaves no such choice.
DROP INDEX "Notification_lane_state_notBefore_idx";
CREATE INDEX "Notification_lane_state_notBefore_notAfter_idx" ON "Notification"("lane", "state", "notBefore", "notAfter") WHERE (state IN ('queued', 'sending'));

DROP INDEX "Notification_state_notAfter_idx";
CREATE INDEX "Notification_createdAt_idx" ON "Notification"("createdAt") WHERE (state = 'failed');
