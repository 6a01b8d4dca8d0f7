-- What a lane knows of a workspace that does not let us write there.
ALTER TABLE "Lane" ADD COLUMN "refusals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "refusedWhy" TEXT;
