-- What supervisors write to the teachers of a circle, one a week; and with which check-in each teacher got it.
CREATE TABLE "CircleNote" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "circleId" UUID NOT NULL,
    "week" TEXT NOT NULL,
    "authorId" UUID NOT NULL,
    "signed" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CircleNote_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "CircleNote_circleId_week_key" ON "CircleNote"("circleId", "week");
CREATE INDEX "CircleNote_authorId_idx" ON "CircleNote"("authorId");
ALTER TABLE "CircleNote" ADD CONSTRAINT "CircleNote_circleId_fkey" FOREIGN KEY ("circleId") REFERENCES "Circle"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CircleNote" ADD CONSTRAINT "CircleNote_authorId_fkey" FOREIGN KEY ("authorId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "CircleNoteSent" (
    "checkInId" UUID NOT NULL,
    "noteId" UUID NOT NULL,

    CONSTRAINT "CircleNoteSent_pkey" PRIMARY KEY ("checkInId")
);
CREATE INDEX "CircleNoteSent_noteId_idx" ON "CircleNoteSent"("noteId");
ALTER TABLE "CircleNoteSent" ADD CONSTRAINT "CircleNoteSent_checkInId_fkey" FOREIGN KEY ("checkInId") REFERENCES "CheckIn"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "CircleNoteSent" ADD CONSTRAINT "CircleNoteSent_noteId_fkey" FOREIGN KEY ("noteId") REFERENCES "CircleNote"("id") ON DELETE CASCADE ON UPDATE CASCADE;
