-- Where somebody with several accounts wants to be asked.
ALTER TABLE "Account" ADD COLUMN "preferred" BOOLEAN NOT NULL DEFAULT false;
