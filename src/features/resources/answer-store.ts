import type { Calendar } from '../../calendar/calendar.ts';
import { RHYTHM_COLUMNS, type RhythmRow, readCalendar, toRhythm } from '../../calendar/store.ts';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import type { Tools } from '../../feature.ts';
import { TAKES_PART } from '../../people/conditions.ts';
import type { Turns } from './spread.ts';

export interface GivenAnswer {
  readonly quarter: string;
  readonly item: string;
  /** 1 to 5; null for a skipped question. */
  readonly value: number | null;
  readonly answeredAt: Date;
}

interface Standing extends Turns {
  /** The codes that were answered or skipped in a quarter, and how many of them in this week. */
  readonly done: readonly string[];
  readonly doneNow: number;
}

/** A question of a quarter, to one person. */
interface QuarterItem {
  readonly personId: string;
  readonly quarter: string;
  readonly item: string;
}

export type AnswerStore = ReturnType<typeof createAnswerStore>;

/** Teachers' answers about what supports them, in PostgreSQL, always read by their owner's id. */
export function createAnswerStore({ prisma, ask }: Pool, settings: Pick<Tools['settings'], 'lessonTime' | 'timezone'>) {
  return {
    /** All answers of a person, oldest first. */
    listOf: (personId: string): Promise<readonly GivenAnswer[]> =>
      prisma.resourceAnswer.findMany({
        where: { personId },
        select: { quarter: true, item: true, value: true, answeredAt: true },
        orderBy: [{ answeredAt: 'asc' }, { item: 'asc' }],
      }),

    /**
     * By id: how people are asked, and what they did in a quarter. Teachers who take no part or have switched these
     * questions off are left out.
     */
    standingsOf: async (
      personIds: readonly string[],
      quarter: string,
      weekBegan: Date,
    ): Promise<ReadonlyMap<string, Standing>> => {
      const rows = await ask<RhythmRow & { readonly id: string } & Omit<Standing, 'rhythm'>>(Prisma.sql`
        SELECT p.id, ${RHYTHM_COLUMNS}, coalesce(r."everyWeeks", 1)::int AS "everyWeeks", a.done, a."doneNow"
          FROM "Person" p LEFT JOIN "School" s ON s.id = p."schoolId" LEFT JOIN "Rhythm" r ON r."personId" = p.id
          CROSS JOIN LATERAL (
            SELECT coalesce(array_agg(x.item), '{}') AS done,
                   count(*) FILTER (WHERE x."answeredAt" >= ${weekBegan})::int AS "doneNow"
              FROM "ResourceAnswer" x WHERE x."personId" = p.id AND x.quarter = ${quarter}) a
         WHERE p.id = ANY (${[...personIds]}::uuid[]) AND p.role = 'teacher' AND ${TAKES_PART}
           AND NOT EXISTS (SELECT 1 FROM "ResourcesOff" o WHERE o."personId" = p.id)`);
      return new Map(
        rows.map(({ id, ...row }) => {
          const { everyWeeks, done, doneNow } = row;
          return [id, { rhythm: toRhythm(row, settings.timezone), everyWeeks, done, doneNow }];
        }),
      );
    },

    calendar: (): Promise<Calendar> => readCalendar(prisma, settings.lessonTime),

    /** Stores the first answer of a teacher who takes part and wants these questions; only `change` replaces it. */
    answer: async (
      of: QuarterItem & { readonly instrument: string },
      value: number | null,
      now: Date,
    ): Promise<void> => {
      await prisma.$executeRaw`
        INSERT INTO "ResourceAnswer" ("personId", quarter, item, instrument, value, "answeredAt")
        SELECT p.id, ${of.quarter}, ${of.item}, ${of.instrument}, ${value}::smallint, ${now} FROM "Person" p
         WHERE p.id = ${of.personId}::uuid AND p.role = 'teacher' AND ${TAKES_PART}
           AND NOT EXISTS (SELECT 1 FROM "ResourcesOff" o WHERE o."personId" = p.id)
        ON CONFLICT DO NOTHING`;
    },

    /** Changes an answer or a skipped question, as long as it was not counted. @returns how many were changed */
    change: async ({ personId, quarter, item }: QuarterItem, value: number): Promise<number> => {
      const where = { personId, quarter, item, countedIn: null };
      return (await prisma.resourceAnswer.updateMany({ where, data: { value } })).count;
    },

    isOff: async (personId: string): Promise<boolean> => (await prisma.resourcesOff.count({ where: { personId } })) > 0,

    switchOff: async (personId: string, now: Date): Promise<void> => {
      await prisma.resourcesOff.upsert({ where: { personId }, create: { personId, since: now }, update: {} });
    },

    switchOn: async (personId: string): Promise<void> => {
      await prisma.resourcesOff.deleteMany({ where: { personId } });
    },

    /** What is stored about a person. */
    export: async (personId: string) => {
      const [answers, off] = await Promise.all([
        prisma.resourceAnswer.findMany({
          where: { personId },
          select: { quarter: true, item: true, value: true, answeredAt: true, instrument: true, countedIn: true },
          orderBy: [{ answeredAt: 'asc' }, { item: 'asc' }],
        }),
        prisma.resourcesOff.findMany({ where: { personId }, select: { since: true } }),
      ]);
      return { answers, off };
    },
  };
}
