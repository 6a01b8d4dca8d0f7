import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Felt } from '../../measurement/effect-cells.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { COUNTS } from '../../people/counting.ts';

export const PERIOD_KIND = 'interventions';

/** A month, by its days and by the moment at which it ends. */
export interface Span {
  /** '2026-10' */
  readonly period: string;
  /** yyyy-MM-dd, and the first day that is not in it. */
  readonly first: string;
  readonly after: string;
  readonly ended: Date;
}

/** What was logged in a month, and answered up to its end and not told of before. */
export interface Gathered {
  readonly felt: readonly (Felt & { readonly code: string })[];
  readonly expected: readonly { readonly code: string; readonly supervisor: string; readonly mean: number }[];
  /** Of the visits of the month, from 0 to 1. */
  readonly shares: readonly { readonly code: string; readonly share: number }[];
}

interface Frozen {
  readonly body: string;
  /** By supervisor. */
  readonly own: ReadonlyMap<string, string>;
  /** Codes whose answers it tells of. */
  readonly told: readonly string[];
}

export type PeriodStore = ReturnType<typeof createPeriodStore>;

/** Closed periods of interventions, in PostgreSQL. */
export function createPeriodStore({ prisma }: Pool) {
  return {
    find: async (period: string): Promise<string | null> =>
      (await prisma.interventionPeriod.findUnique({ where: { period } }))?.body ?? null,

    /** Of the last closed period in which somebody's own could be shown. */
    latestOwn: async (supervisorId: string): Promise<string | null> =>
      (await prisma.ownEffect.findFirst({ where: { supervisorId }, orderBy: { period: 'desc' } }))?.body ?? null,

    allOwn: (supervisorId: string) =>
      prisma.ownEffect.findMany({
        where: { supervisorId },
        select: { period: true, body: true },
        orderBy: { period: 'asc' },
      }),

    /**
     * Freezes a period unless it is frozen, and marks the answers that it tells of.
     * @returns the text that stands; null when a later period is frozen, or nothing was ever logged
     */
    freeze: ({ period, ...span }: Span, now: Date, decide: (gathered: Gathered) => Frozen): Promise<string | null> =>
      prisma.$transaction(async (transaction) => {
        // One at a time, so that no answer is told of twice.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${PERIOD_KIND}))`;
        const last = await transaction.interventionPeriod.findFirst({
          where: { period: { gte: period } },
          orderBy: { period: 'asc' },
        });
        if (last) return last.period === period ? last.body : null;
        const toTell = Prisma.sql`i."answeredAt" < ${span.ended} AND i."countedIn" IS NULL
          AND v."teacherId" IN (SELECT p.id FROM "Person" p WHERE ${COUNTS})`;
        const inMonth = Prisma.sql`v.day >= ${span.first}::date AND v.day < ${span.after}::date`;
        const felt = await transaction.$queryRaw<Gathered['felt'][number][]>`
          SELECT i.code, l."supervisorId" AS supervisor, v."teacherId" AS teacher, sum(i.felt)::int AS sum, count(*)::int AS answers
            FROM "Intervention" i JOIN "Visit" v ON v.id = i."visitId" LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id
           WHERE i.felt IS NOT NULL AND ${toTell} GROUP BY 1, 2, 3`;
        const expected = await transaction.$queryRaw<Gathered['expected'][number][]>`
          SELECT i.code, l."supervisorId" AS supervisor, avg(l.expected)::float8 AS mean
            FROM "Intervention" i JOIN "Visit" v ON v.id = i."visitId" JOIN "LoggedVisit" l ON l."visitId" = v.id
           WHERE l.expected IS NOT NULL AND ${inMonth} GROUP BY 1, 2`;
        const shares = await transaction.$queryRaw<Gathered['shares'][number][]>`
          SELECT i.code, count(*)::float8 / (SELECT count(*) FROM "Visit" v WHERE ${inMonth}) AS share
            FROM "Intervention" i JOIN "Visit" v ON v.id = i."visitId" WHERE ${inMonth} GROUP BY 1`;
        if (felt.length === 0 && shares.length === 0) return null;
        const { body, own, told } = decide({ felt, expected, shares });
        await transaction.interventionPeriod.create({ data: { period, publishedAt: now, body } });
        const rows = [...own].map(([supervisorId, text]) => ({ period, supervisorId, body: text }));
        await transaction.ownEffect.createMany({ data: rows });
        await transaction.$executeRaw`
          UPDATE "Intervention" i SET "countedIn" = ${period} FROM "Visit" v
           WHERE v.id = i."visitId" AND i.code = ANY (${[...told]}) AND ${toTell}`;
        return body;
      }),

    announce: (period: string, now: Date, notAfter: Date): Promise<number> =>
      announceInChannels(prisma, { kind: PERIOD_KIND, subject: period }, now, notAfter),
  };
}
