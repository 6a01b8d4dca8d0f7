-- The reliability of a quarter stays as it was told: computed anew after somebody stopped it would tell of them.
CREATE TABLE "MethodQuarter" (
    "quarter" TEXT NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "body" TEXT NOT NULL,

    CONSTRAINT "MethodQuarter_pkey" PRIMARY KEY ("quarter")
);
