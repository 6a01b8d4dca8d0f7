-- What failed is tried again at another moment, by which nobody could tell that it is late, and that it must not go at night any more.
ALTER TABLE "Notification" ADD COLUMN "dueAt" TIMESTAMPTZ(3);
