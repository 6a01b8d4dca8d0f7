import type { TrendStore } from '../features/trends/trend-store.ts';
import { announceInChannels } from './announce-in-channels.ts';
import type { Database } from './client.ts';

/** Weekly figures in PostgreSQL. */
export function createTrendStore({ prisma }: Database): TrendStore {
  return {
    circles: (week) => prisma.$queryRaw`
      SELECT name, id IN (
               SELECT "circleId" FROM "CheckIn" WHERE week = ${week} UNION SELECT "circleId" FROM "Answer" WHERE week = ${week}
             ) AS asked
        FROM "Circle" ORDER BY name`,
    answersOf: (week) => prisma.$queryRaw`
      SELECT a."personId" AS person, c.name AS circle, a.item, a.value
        FROM "Answer" a JOIN "Person" p ON p.id = a."personId" JOIN "Circle" c ON c.id = a."circleId"
       WHERE a.week = ${week} AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL
       ORDER BY a."answeredAt"`,
    itemPast: (week) => prisma.$queryRaw`
      SELECT item, sum(count)::int AS answers, sum(sum)::float8 / sum(count) AS mean FROM "ItemTotal" WHERE week < ${week} GROUP BY item`,
    findPublished: async (week) => {
      const rows = await prisma.$queryRaw<{ body: string }[]>`SELECT body FROM "PublishedWeek" WHERE week = ${week}`;
      return rows[0]?.body ?? null;
    },
    publishedUpTo: async (week, count) => {
      const rows = await prisma.publishedWeek.findMany({
        where: { week: { lte: week } },
        select: { body: true },
        orderBy: { week: 'desc' },
        take: count,
      });
      return rows.map(({ body }) => body).reverse();
    },
    freeze: async (week, body, totals, now) => {
      // One statement, so one transaction. Whoever was faster has written the text that stands.
      const rows = await prisma.$queryRaw<{ body: string }[]>`
        WITH frozen AS (
          INSERT INTO "PublishedWeek" (week, "publishedAt", body) VALUES (${week}, ${now}, ${body})
          ON CONFLICT (week) DO NOTHING RETURNING week, body
        ), totals AS (
          INSERT INTO "ItemTotal" (week, item, count, sum)
          SELECT frozen.week, t.item, t.count, t.sum
            FROM frozen, jsonb_to_recordset(${JSON.stringify(totals)}::jsonb) AS t(item text, count int, sum int)
        )
        SELECT body FROM frozen`;
      return rows[0]?.body ?? (await prisma.publishedWeek.findUniqueOrThrow({ where: { week } })).body;
    },
    announce: (week, now, notAfter) => announceInChannels(prisma, { kind: 'week', subject: week }, now, notAfter),
  };
}
