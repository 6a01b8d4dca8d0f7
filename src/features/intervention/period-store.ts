import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Felt } from '../../measurement/effect-cells.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { COUNTS } from '../../people/conditions.ts';

export const PERIOD_KIND = 'interventions';

/** A month, with its days and the moment at which it ends. */
interface Span {
  /** '2026-10' */
  readonly period: string;
  /** yyyy-MM-dd: its first day, and the first day after it. */
  readonly first: string;
  readonly after: string;
  readonly ended: Date;
}

/** What was logged in a month, and the answers until its end that were not published before. */
interface GatheredMonth {
  readonly felt: readonly (Felt & { readonly code: string })[];
  readonly done: readonly Done[];
}

/** One supervisor's use of one intervention in a month. */
interface Done {
  readonly code: string;
  /** Null when the supervisor was erased. */
  readonly supervisor: string | null;
  /** Its share of the month's visits, from 0 to 1. */
  readonly share: number;
  /** The mean of the expected effects; null when none was given. */
  readonly expected: number | null;
}

interface FrozenMonth {
  readonly body: string;
  /** By supervisor. */
  readonly own: ReadonlyMap<string, string>;
  /** The codes whose answers it publishes. */
  readonly told: readonly string[];
}

export type PeriodStore = ReturnType<typeof createPeriodStore>;

/** Closed periods of interventions, in PostgreSQL. */
export function createPeriodStore({ prisma, ask }: Pool) {
  return {
    find: async (period: string): Promise<string | null> =>
      (await prisma.interventionPeriod.findUnique({ where: { period } }))?.body ?? null,

    /** A supervisor's own figures, of the last closed period that could show them. */
    latestOwn: async (supervisorId: string): Promise<string | null> =>
      (await prisma.ownEffect.findFirst({ where: { supervisorId }, orderBy: { period: 'desc' } }))?.body ?? null,

    allOwn: (supervisorId: string) =>
      prisma.ownEffect.findMany({
        where: { supervisorId },
        select: { period: true, body: true },
        orderBy: { period: 'asc' },
      }),

    /**
     * Freezes a period, unless it is frozen already.
     * @param decide returns what to publish, or null for nothing
     * @returns the stored text; null when a later period is frozen, or there is nothing to publish
     */
    freeze: (
      { period, ...span }: Span,
      now: Date,
      decide: (gathered: GatheredMonth) => FrozenMonth | null,
    ): Promise<string | null> =>
      prisma.$transaction(async (transaction) => {
        // One at a time, so that no answer is published twice.
        await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${PERIOD_KIND}))`;
        // Read over other connections at the same time: the lock makes sure that what is committed does not change
        // meanwhile.
        const [last, done, codes] = await Promise.all([
          prisma.interventionPeriod.findFirst({ where: { period: { gte: period } }, orderBy: { period: 'asc' } }),
          ask<Done>(doneIn(span)),
          ask<CodeSince>(CODES_SINCE),
        ]);
        if (last) return last.period === period ? last.body : null;
        const felt = codes.length === 0 ? [] : await ask<Grouped>(untold(codes, span.ended));
        const decided = decide({ felt: felt.flatMap(ungrouped), done });
        if (decided === null) return null;
        const { body, own, told } = decided;
        const rows = JSON.stringify([...own].map(([supervisorId, text]) => ({ supervisorId, body: text })));
        await transaction.$executeRaw`
          WITH frozen AS (
            INSERT INTO "InterventionPeriod" (period, "publishedAt", ended, told, body)
            VALUES (${period}, ${now}, ${span.ended}, ${[...told]}, ${body}))
          INSERT INTO "OwnEffect" (period, "supervisorId", body)
          SELECT ${period}, o."supervisorId", o.body FROM jsonb_to_recordset(${rows}::jsonb) AS o("supervisorId" uuid, body text)`;
        return body;
      }),

    announce: (period: string, now: Date, notAfter: Date, notBefore?: Date): Promise<number> =>
      announceInChannels(prisma, { kind: PERIOD_KIND, subject: period }, now, notAfter, notBefore),
  };
}

/** For each code, the moment until which its answers were published. */
export const TOLD = Prisma.sql`SELECT told.code, max(t.ended) AS until FROM "InterventionPeriod" t, unnest(t.told) told(code) GROUP BY 1`;

/** Every code that was ever logged, with the moment until which its answers were published. */
interface CodeSince {
  readonly code: string;
  readonly until: Date | null;
}

// Jumps from each code to the next one in the index, because there are few codes and many interventions.
const CODES_SINCE = Prisma.sql`
  WITH RECURSIVE codes AS (
    SELECT min(code) AS code FROM "Intervention"
     UNION ALL
    SELECT (SELECT min(i.code) FROM "Intervention" i WHERE i.code > codes.code) FROM codes WHERE codes.code IS NOT NULL
  ), told AS (${TOLD})
  SELECT codes.code, told.until FROM codes LEFT JOIN told USING (code) WHERE codes.code IS NOT NULL`;

/** One row for all teachers of a supervisor, because reading many rows takes longer than adding them up. */
interface Grouped {
  readonly code: string;
  readonly supervisor: string | null;
  readonly teachers: readonly (readonly [teacher: string, sum: number, answers: number])[];
}

function untold(codes: readonly CodeSince[], ended: Date): Prisma.Sql {
  // Written out for each code, so that PostgreSQL can estimate how few answers it will read.
  const toTell = codes.map(({ code, until }) =>
    until === null
      ? Prisma.sql`(i.code = ${code} AND i."answeredAt" < ${ended})`
      : Prisma.sql`(i.code = ${code} AND i."answeredAt" >= ${until} AND i."answeredAt" < ${ended})`,
  );
  return Prisma.sql`
    WITH felt AS (
      SELECT i.code, l."supervisorId" AS supervisor, v."teacherId" AS teacher, sum(i.felt)::int AS sum, count(*)::int AS answers
        FROM "Intervention" i JOIN "Visit" v ON v.id = i."visitId" LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id
       WHERE (${Prisma.join(toTell, ' OR ')}) AND i.felt IS NOT NULL
         AND v."teacherId" IN (SELECT p.id FROM "Person" p WHERE ${COUNTS})
       GROUP BY 1, 2, 3)
    SELECT code, supervisor, json_agg(json_build_array(teacher, sum, answers)) AS teachers FROM felt GROUP BY 1, 2`;
}

function ungrouped({ code, supervisor, teachers }: Grouped): GatheredMonth['felt'] {
  return teachers.map(([teacher, sum, answers]) => ({ code, supervisor, teacher, sum, answers }));
}

function doneIn({ first, after }: Pick<Span, 'first' | 'after'>): Prisma.Sql {
  const inMonth = Prisma.sql`v.day >= ${first}::date AND v.day < ${after}::date AND v."takenBackAt" IS NULL`;
  return Prisma.sql`
    SELECT i.code, l."supervisorId" AS supervisor, count(*)::float8 / (SELECT count(*) FROM "Visit" v WHERE ${inMonth}) AS share,
           avg(l.expected)::float8 AS expected
      FROM "Visit" v JOIN "Intervention" i ON i."visitId" = v.id LEFT JOIN "LoggedVisit" l ON l."visitId" = v.id
     WHERE ${inMonth} GROUP BY 1, 2`;
}
