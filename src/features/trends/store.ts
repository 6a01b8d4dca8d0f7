import type { Pool } from '../../database/client.ts';
import { readItemPast } from '../../database/item-past.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import type { FrozenWeek, TrendStore } from './trend-store.ts';
import { countAnswers, listAnswers } from './week-answers-store.ts';

/** Weekly figures in PostgreSQL. */
export function createTrendStore({ prisma }: Pool): TrendStore {
  return {
    circles: (week) => prisma.$queryRaw`
      SELECT name, id IN (SELECT "circleId" FROM "CheckIn" WHERE week = ${week}) AS asked FROM "Circle" ORDER BY name`,
    answersOf: async (week, instrument) =>
      (await countAnswers(prisma, week, instrument)) ?? listAnswers(prisma, week, instrument),
    itemPast: (week) => readItemPast(prisma, week),
    publishedUpTo: async (week, count) => {
      const rows = await prisma.$queryRaw<FrozenWeek[]>`
        SELECT week, body FROM "PublishedWeek" WHERE week <= ${week} ORDER BY week DESC LIMIT ${count}`;
      return rows.reverse();
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
    isSupervisorsChannel: async ({ platform, workspace }, externalId) =>
      (await prisma.supervisorChannel.count({
        where: { externalId, workspace: { platform, externalId: workspace } },
      })) > 0,
    announce: (week, now, notAfter) => announceInChannels(prisma, { kind: 'week', subject: week }, now, notAfter),
  };
}
