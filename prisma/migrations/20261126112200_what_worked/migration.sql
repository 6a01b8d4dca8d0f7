-- What a teacher wrote for themselves about a week, sealed: who reads the database does not read it.
CREATE TABLE "WhatWorked" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "personId" UUID NOT NULL,
    "week" TEXT NOT NULL,
    "sealed" TEXT NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "WhatWorked_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "WhatWorked_personId_week_key" ON "WhatWorked"("personId", "week");
ALTER TABLE "WhatWorked" ADD CONSTRAINT "WhatWorked_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
