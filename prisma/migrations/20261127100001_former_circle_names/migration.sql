-- A circle that is renamed goes on: its earlier figures are compared with under the name that they were published by.
ALTER TABLE "Circle" ADD COLUMN "formerNames" TEXT[] DEFAULT ARRAY[]::TEXT[];
