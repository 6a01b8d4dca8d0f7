import type { TrendStore } from '../features/trends/trend-store.ts';
import type { Database } from './client.ts';
import { insertNotifications } from './notification-store.ts';

/** Weekly figures in PostgreSQL. */
export function createTrendStore({ prisma }: Database): TrendStore {
  return {
    circles: async () => {
      const rows = await prisma.circle.findMany({ select: { name: true }, orderBy: { name: 'asc' } });
      return rows.map(({ name }) => name);
    },
    wasAsked: async (week) => {
      const rows = await prisma.$queryRaw<{ asked: boolean }[]>`
        SELECT EXISTS (SELECT 1 FROM "CheckIn" WHERE week = ${week}) OR EXISTS (SELECT 1 FROM "Answer" WHERE week = ${week}) AS asked`;
      return rows[0]?.asked ?? false;
    },
    answersOf: (week) => prisma.$queryRaw`
      SELECT a."personId" AS person, c.name AS circle, a.item, a.value
        FROM "Answer" a JOIN "Person" p ON p.id = a."personId" JOIN "Circle" c ON c.id = a."circleId"
       WHERE a.week = ${week} AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL
       ORDER BY a."personId", a.item, a."answeredAt"`,
    itemTotalsBefore: async (week) => {
      const rows = await prisma.$queryRaw<{ item: string; count: number; sum: number }[]>`
        SELECT item, sum(count)::int AS count, sum(sum)::int AS sum FROM "ItemTotal" WHERE week < ${week} GROUP BY item`;
      return new Map(rows.map(({ item, count, sum }) => [item, { count, sum }]));
    },
    findPublished: async (week) => (await prisma.publishedWeek.findUnique({ where: { week } }))?.body ?? null,
    publishedUpTo: async (week, count) => {
      const rows = await prisma.publishedWeek.findMany({
        where: { week: { lte: week } },
        select: { body: true },
        orderBy: { week: 'desc' },
        take: count,
      });
      return rows.map(({ body }) => body).reverse();
    },
    freeze: (week, body, now) =>
      prisma.$transaction(async (transaction) => {
        const frozen = await transaction.$executeRaw`
          INSERT INTO "PublishedWeek" (week, "publishedAt", body) VALUES (${week}, ${now}, ${body}) ON CONFLICT (week) DO NOTHING`;
        if (frozen === 1) {
          await transaction.$executeRaw`
            INSERT INTO "ItemTotal" (week, item, count, sum)
            SELECT a.week, a.item, count(*)::int, sum(a.value)::int FROM "Answer" a JOIN "Person" p ON p.id = a."personId"
             WHERE a.week = ${week} AND p."consentedAt" IS NOT NULL AND p."declinedAt" IS NULL GROUP BY a.week, a.item`;
        }
        return (await transaction.publishedWeek.findUniqueOrThrow({ where: { week } })).body;
      }),
    announce: (week, now, notAfter) =>
      prisma.$transaction(async (transaction) => {
        const channels = await transaction.supervisorChannel.findMany({ include: { workspace: true } });
        const rows = channels.map((channel) => ({
          key: `week:${week}:${channel.id}`,
          kind: 'week',
          subject: week,
          lane: `${channel.workspace.platform}:${channel.workspace.externalId}`,
          to: { channelId: channel.id },
          notBefore: now,
          notAfter,
        }));
        return insertNotifications(transaction, rows, now);
      }),
  };
}
