import type { ChatUser } from '../../chat/address.ts';
import type { Pool } from '../../database/client.ts';
import { readItemPast } from '../../database/item-past.ts';
import type { WeekAnswers } from '../../measurement/circle-scores.ts';
import type { ItemPast } from '../../measurement/corrections.ts';
import type { tellUnreached } from '../../measurement/disclosure/week.ts';
import type { Instrument } from '../../measurement/instrument.ts';
import { mondayOf } from '../../measurement/iso-week.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { IS_KNOWN } from '../../people/conditions.ts';
import { countAnswers, listAnswers } from './week-answers-store.ts';

/** How often an item was answered in a week, and the sum of the answers. */
interface ItemTotal {
  readonly item: string;
  readonly count: number;
  readonly sum: number;
}

interface FrozenWeek {
  readonly week: string;
  /** The JSON text of a PublishedWeek. */
  readonly body: string;
}

export interface TrendStore {
  /**
   * The circles, by name, that have schools or had somebody who was asked; `asked` when somebody got a check-in in this
   * week.
   */
  circles(
    week: string,
  ): Promise<readonly { readonly name: string; readonly formerNames: readonly string[]; readonly asked: boolean }[]>;
  /** How many messages with questions these circles were meant to get in the week, and whether any arrived. */
  messagesOf(week: string, circles: readonly string[], now: Date): Promise<Parameters<typeof tellUnreached>[1]>;
  /** The week's answers to this instrument's items, of everybody who counts in figures. */
  answersOf(week: string, instrument: Instrument): Promise<WeekAnswers>;
  /** How the partnership answered each item in the frozen weeks before this one. */
  itemPast(week: string): Promise<readonly ItemPast[]>;
  /** At most `count` frozen weeks up to and including this one, oldest first. */
  publishedUpTo(week: string, count: number): Promise<readonly FrozenWeek[]>;
  /** The last frozen week; null before the first. */
  latestPublished(): Promise<string | null>;
  /**
   * Freezes the week, unless it is frozen already, and stores its totals for `itemPast` of later weeks.
   * @returns the stored text, byte for byte
   */
  freeze(week: string, body: string, totals: readonly ItemTotal[], now: Date): Promise<string>;
  /** Writes the week's post for every supervisors' channel to the outbox, once. @returns how many were new */
  announce(week: string, now: Date, notAfter: Date, notBefore?: Date): Promise<number>;
  /** Whether this channel of somebody's workspace gets the weekly post. */
  isSupervisorsChannel(from: ChatUser, channel: string): Promise<boolean>;
}

/** Weekly figures in PostgreSQL. */
export function createTrendStore({ prisma }: Pool): TrendStore {
  return {
    circles: (week) => prisma.$queryRaw`
      SELECT name, "formerNames", asked
        FROM (SELECT id, name, "formerNames", id IN (SELECT "circleId" FROM "CheckIn" WHERE week = ${week}) AS asked FROM "Circle") c
       WHERE asked OR EXISTS (SELECT 1 FROM "School" s WHERE s."circleId" = c.id) ORDER BY name`,
    // A check-in without a record of its message counts as arrived. A message that waits beyond its time was not
    // cleaned up yet, as after an outage of ours. People who are not asked every week, pause, agreed during the week,
    // or were asked whether to slow down might have got none anyway. Somebody whose identity is not known counts for
    // what may have arrived, and not for how many there are: invented teachers would make a few people enough.
    messagesOf: (week, circles, now) => prisma.$queryRaw`
      WITH circle AS (SELECT id, name FROM "Circle" WHERE name = ANY (${[...circles]})), messages AS (
        SELECT c."circleId", count(*) FILTER (WHERE ${IS_KNOWN})::int AS planned,
               bool_or(n.id IS NULL OR n."inDoubt" > 0 OR n.state IN ('sent', 'sending')
                       OR (n.state = 'queued' AND n."notAfter" > ${now})) AS arrived
          FROM "CheckIn" c JOIN circle ON circle.id = c."circleId" JOIN "Person" p ON p.id = c."personId"
               LEFT JOIN "Notification" n ON n.key = 'check-in:' || c.id
         WHERE c.week = ${week} GROUP BY 1
      ), unasked AS (
        SELECT s."circleId", count(*)::int AS people
          FROM "Person" p JOIN "School" s ON s.id = p."schoolId" JOIN circle ON circle.id = s."circleId"
               LEFT JOIN "Rhythm" r ON r."personId" = p.id
         WHERE p.role = 'teacher' AND p."consentedAt" < ${mondayOf(week)}::date AND p."declinedAt" IS NULL AND ${IS_KNOWN}
           AND coalesce(r."everyWeeks", 1) = 1 AND coalesce(r."pausedUntil" <= ${mondayOf(week)}::date, true)
           AND NOT EXISTS (SELECT 1 FROM "SlowDown" d WHERE d."personId" = p.id AND d."endedAt" IS NULL)
           AND NOT EXISTS (SELECT 1 FROM "CheckIn" c WHERE c."personId" = p.id AND c.week = ${week})
         GROUP BY 1
      )
      SELECT circle.name AS circle, coalesce(planned, 0) AS planned, coalesce(planned, 0) + coalesce(people, 0) AS meant,
             coalesce(arrived, false) AS "mayHaveArrived"
        FROM circle LEFT JOIN messages ON messages."circleId" = circle.id LEFT JOIN unasked ON unasked."circleId" = circle.id`,
    answersOf: async (week, instrument) =>
      (await countAnswers(prisma, week, instrument)) ?? listAnswers(prisma, week, instrument),
    itemPast: (week) => readItemPast(prisma, week),
    publishedUpTo: async (week, count) => {
      const rows = await prisma.$queryRaw<FrozenWeek[]>`
        SELECT week, body FROM "PublishedWeek" WHERE week <= ${week} ORDER BY week DESC LIMIT ${count}`;
      return rows.reverse();
    },
    latestPublished: async () =>
      (await prisma.publishedWeek.findFirst({ select: { week: true }, orderBy: { week: 'desc' } }))?.week ?? null,
    freeze: async (week, body, totals, now) => {
      // One statement, and so one transaction. When another process was first, its text stays.
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
    announce: (week, now, notAfter, notBefore) =>
      announceInChannels(prisma, { kind: 'week', subject: week }, now, notAfter, notBefore),
  };
}
