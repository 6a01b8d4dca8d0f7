-- What was told of is kept with the period, of which there are few, and no longer with each answer.
ALTER TABLE "InterventionPeriod" ADD COLUMN "ended" TIMESTAMPTZ(3), ADD COLUMN "told" TEXT[];

UPDATE "InterventionPeriod" p
   SET "ended" = coalesce(
         (SELECT max(i."answeredAt") + interval '1 millisecond' FROM "Intervention" i WHERE i."countedIn" = p.period),
         to_date(p.period, 'YYYY-MM') + interval '1 month'),
       "told" = ARRAY(
         SELECT each->>'code' FROM jsonb_array_elements(p.body::jsonb->'interventions') each WHERE each ? 'felt');

ALTER TABLE "InterventionPeriod" ALTER COLUMN "ended" SET NOT NULL;

DROP INDEX "Intervention_answeredAt_idx";
ALTER TABLE "Intervention" DROP COLUMN "countedIn";
CREATE INDEX "Intervention_code_answeredAt_idx" ON "Intervention"("code", "answeredAt");
