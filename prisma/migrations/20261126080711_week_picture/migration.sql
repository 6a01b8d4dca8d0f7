-- CreateTable
CREATE TABLE "WeekPicture" (
    "week" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "png" BYTEA NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WeekPicture_pkey" PRIMARY KEY ("week","language")
);

-- AddForeignKey
ALTER TABLE "WeekPicture" ADD CONSTRAINT "WeekPicture_week_fkey" FOREIGN KEY ("week") REFERENCES "PublishedWeek"("week") ON DELETE CASCADE ON UPDATE CASCADE;
