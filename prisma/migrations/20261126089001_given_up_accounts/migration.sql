-- Who was given up is looked for whenever somebody is heard of.
CREATE INDEX "Account_unreachableSince_idx" ON "Account"("unreachableSince");
