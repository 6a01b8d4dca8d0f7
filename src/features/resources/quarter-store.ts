import type { Pool } from '../../database/client.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { COUNTS } from '../../people/conditions.ts';

export const QUARTER_KIND = 'resources';

/** One teacher's answer to one item: the mean of all theirs, when earlier ones could not be published before. */
interface ItemMean {
  readonly item: string;
  readonly mean: number;
}

interface FrozenQuarter {
  readonly body: string;
  /** The codes of the items whose answers it publishes. */
  readonly told: readonly string[];
}

export type QuarterStore = ReturnType<typeof createQuarterStore>;

/** Closed quarters of resources, in PostgreSQL. */
export function createQuarterStore({ prisma }: Pool) {
  return {
    find: async (quarter: string): Promise<string | null> =>
      (await prisma.resourceQuarter.findUnique({ where: { quarter } }))?.body ?? null,

    latest: async (): Promise<string | null> =>
      (await prisma.resourceQuarter.findFirst({ orderBy: { quarter: 'desc' } }))?.body ?? null,

    /**
     * Freezes a quarter, unless it is frozen already, and marks the answers that it publishes.
     * @param instrument 'code@version': answers to another one are left out
     * @returns the stored text; null when a later quarter is frozen, or nothing was answered
     */
    freeze: (
      quarter: string,
      instrument: string,
      now: Date,
      decide: (answered: readonly ItemMean[]) => FrozenQuarter,
    ): Promise<string | null> =>
      prisma.$transaction(async (transaction) => {
        // One at a time, so that no answer is published twice.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${QUARTER_KIND}))`;
        const last = await transaction.resourceQuarter.findFirst({
          where: { quarter: { gte: quarter } },
          orderBy: { quarter: 'asc' },
        });
        if (last) return last.quarter === quarter ? last.body : null;
        const answered = await transaction.$queryRaw<ItemMean[]>`
          SELECT a.item, avg(a.value)::float8 AS mean FROM "ResourceAnswer" a JOIN "Person" p ON p.id = a."personId"
           WHERE a.value IS NOT NULL AND a."countedIn" IS NULL AND a.quarter <= ${quarter} AND a.instrument = ${instrument} AND ${COUNTS}
           GROUP BY a.item, a."personId" ORDER BY a.item, a."personId"`;
        if (answered.length === 0) return null;
        const { body, told } = decide(answered);
        await transaction.resourceQuarter.create({ data: { quarter, publishedAt: now, body } });
        await transaction.$executeRaw`
          UPDATE "ResourceAnswer" a SET "countedIn" = ${quarter} FROM "Person" p
           WHERE p.id = a."personId" AND a.value IS NOT NULL AND a."countedIn" IS NULL AND a.quarter <= ${quarter}
             AND a.instrument = ${instrument} AND a.item = ANY (${[...told]}) AND ${COUNTS}`;
        return body;
      }),

    announce: (quarter: string, now: Date, notAfter: Date, notBefore?: Date): Promise<number> =>
      announceInChannels(prisma, { kind: QUARTER_KIND, subject: quarter }, now, notAfter, notBefore),
  };
}
