import { EARLIEST, LATEST } from '../calendar/good-moment.ts';
import { DUTCH_TIMEZONE } from '../clock.ts';
import type { Pool } from '../database/client.ts';
import { Prisma } from '../database/generated/client.ts';
import { isLaneOpen } from './lane-store.ts';
import type { NotificationStore } from './notification.ts';

const NO_GOOD_MOMENT = 'no_good_moment';

/** For a query with Notification as n: it was given up because there was no good moment before it is too late. */
export const HAD_NO_GOOD_MOMENT = Prisma.sql`(n.state = 'expired' AND n.reason = ${NO_GOOD_MOMENT})`;

/** Late messages are not sent between these times of day. */
const EVENING = Prisma.sql`(${LATEST} * interval '1 minute')`;
const MORNING = Prisma.sql`(${EARLIEST} * interval '1 minute')`;

/** For a query with Person as p: the time zone of the schools that a supervisor serves. */
const ZONE_OF_CIRCLES = Prisma.sql`(
  SELECT min(z.timezone) FROM "PersonCircle" serves JOIN "School" z ON z."circleId" = serves."circleId" WHERE serves."personId" = p.id)`;

/** How many are moved at a time; the next run finds the rest. */
const MAX_UNTIMELY = 1_000;

/**
 * For a query with Notification as n: the moment chosen for it was more than half an hour ago, however often it was
 * tried since.
 */
export function isLate(now: Date): Prisma.Sql {
  return Prisma.sql`coalesce(n."dueAt", n."notBefore") <= ${now}::timestamptz - interval '30 minutes'`;
}

/**
 * For a query with Notification as n, one that nobody asked for: its person got another one this week, or a more urgent
 * one is due as well and can be sent. The check-in has a place of its own and is not looked at, so that planning it
 * costs nothing.
 */
export function isTooMuch(now: Date): Prisma.Sql {
  const week = Prisma.sql`date_trunc('week', ${now}::timestamptz, ${DUTCH_TIMEZONE})`;
  return Prisma.sql`(n.unasked > 1 AND EXISTS (
    SELECT 1 FROM "Account" mine JOIN "Account" theirs ON theirs."personId" = mine."personId"
      JOIN "Notification" other ON other."accountId" = theirs.id AND other.id <> n.id
     WHERE mine.id = n."accountId" AND other.unasked > 1 AND (
       (other.state IN ('sending', 'sent') AND coalesce(other."sentAt", other."attemptedAt") >= ${week}) OR
       (other.state = 'queued' AND other."notBefore" <= ${now} AND other."notAfter" > ${now} AND ${isLaneOpen(Prisma.sql`other.lane`)}
        AND (other.unasked, other."createdAt", other.id) < (n.unasked, n."createdAt", n.id)))))`;
}

/** Messages that are due but must not be sent now, because they are late or one too many, in PostgreSQL. */
export function createUntimelyStore({
  prisma,
  ask,
}: Pool): Pick<NotificationStore, 'untimely' | 'postpone' | 'leaveToMorning'> {
  return {
    untimely: (now) => prisma.$queryRaw<Awaited<ReturnType<NotificationStore['untimely']>>>`
      SELECT n.id, account."personId", ${isTooMuch(now)} AS enough
        FROM "Notification" n JOIN "Account" account ON account.id = n."accountId"
       WHERE n.state = 'queued' AND n.unasked IS NOT NULL AND n."notBefore" <= ${now} AND n."notAfter" > ${now}
         AND (${isLate(now)} OR ${isTooMuch(now)})
       LIMIT ${MAX_UNTIMELY}`,

    async postpone(until) {
      const rows = JSON.stringify([...until].map(([id, notBefore]) => ({ id, notBefore })));
      await prisma.$executeRaw`
        UPDATE "Notification" n
           SET "notBefore" = CASE WHEN moved."notBefore" < n."notAfter" THEN moved."notBefore" ELSE n."notBefore" END,
               state = CASE WHEN moved."notBefore" < n."notAfter" THEN 'queued'::"NotificationState" ELSE 'expired' END,
               reason = CASE WHEN moved."notBefore" < n."notAfter" THEN nullif(n.reason, ${NO_GOOD_MOMENT}) ELSE ${NO_GOOD_MOMENT} END,
               "dueAt" = NULL
          FROM jsonb_to_recordset(${rows}::jsonb) AS moved(id uuid, "notBefore" timestamptz)
         WHERE n.id = moved.id AND (n.state = 'queued' OR ${HAD_NO_GOOD_MOMENT})`;
    },

    leaveToMorning: async (lane, now) => {
      await ask(Prisma.sql`
        UPDATE "Notification" n SET "notBefore" = morning.at, "dueAt" = NULL
          FROM "Account" a JOIN "Person" p ON p.id = a."personId" LEFT JOIN "School" s ON s.id = p."schoolId"
          CROSS JOIN LATERAL (SELECT coalesce(s.timezone, ${ZONE_OF_CIRCLES}, ${DUTCH_TIMEZONE}) AS zone) its
          CROSS JOIN LATERAL (SELECT ${now}::timestamptz AT TIME ZONE its.zone AS shown) clock
          CROSS JOIN LATERAL (
            SELECT (date_trunc('day', clock.shown - ${MORNING}) + interval '1 day' + ${MORNING}) AT TIME ZONE its.zone AS at) morning
         WHERE n.lane = ${lane} AND n.state = 'queued' AND n.unasked IS NULL AND n."notBefore" <= ${now} AND ${isLate(now)}
           AND a.id = n."accountId" AND n."notAfter" > morning.at
           AND (clock.shown::time < ${MORNING}::time OR clock.shown::time >= ${EVENING}::time)`);
    },
  };
}
