-- What waits for a platform is moved to a next moment over and over, and no row of it tells since when it waits.
ALTER TABLE "Lane" ADD COLUMN "failingSince" TIMESTAMPTZ(3);
