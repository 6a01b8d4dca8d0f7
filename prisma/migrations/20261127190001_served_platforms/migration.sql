-- A person with an account on both platforms is reached on the one that some worker sends to.
CREATE TABLE "ServedPlatform" (
    "platform" "Platform" NOT NULL,
    "servedAt" TIMESTAMPTZ(3) NOT NULL,
    "offSince" TIMESTAMPTZ(3),

    CONSTRAINT "ServedPlatform_pkey" PRIMARY KEY ("platform")
);
