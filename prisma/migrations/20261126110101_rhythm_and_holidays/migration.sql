-- When somebody wants to be asked, and the holidays that the operator imported.
CREATE TABLE "Rhythm" (
    "personId" UUID NOT NULL,
    "day" SMALLINT,
    "time" TEXT,
    "everyWeeks" SMALLINT NOT NULL DEFAULT 1,
    "workdays" SMALLINT[] DEFAULT ARRAY[1, 2, 3, 4, 5]::SMALLINT[],
    "pausedUntil" DATE,

    CONSTRAINT "Rhythm_pkey" PRIMARY KEY ("personId")
);

CREATE TABLE "SchoolHoliday" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "region" "Region",
    "schoolId" UUID,
    "schoolYear" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "first" DATE NOT NULL,
    "last" DATE NOT NULL,

    CONSTRAINT "SchoolHoliday_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "SchoolHoliday_region_schoolYear_first_key" ON "SchoolHoliday"("region", "schoolYear", "first");

CREATE UNIQUE INDEX "SchoolHoliday_schoolId_schoolYear_first_key" ON "SchoolHoliday"("schoolId", "schoolYear", "first");

ALTER TABLE "SchoolHoliday" ADD CONSTRAINT "SchoolHoliday_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "Rhythm" ADD CONSTRAINT "Rhythm_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
