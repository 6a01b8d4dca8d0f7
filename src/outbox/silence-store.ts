import { subDays } from 'date-fns/subDays';
import type { PlatformName } from '../chat/address.ts';
import type { Connection } from '../database/client.ts';

/** Questions count when they were sent at least MIN_DAYS_TO_ANSWER and at most LOOKBACK_DAYS ago. */
const [MIN_DAYS_TO_ANSWER, LOOKBACK_DAYS] = [1, 5];
/** With fewer people it would reveal who answers, and silence is no surprise. */
const FEWEST_ASKED = 10;

interface Silence {
  readonly platform: PlatformName;
  /** How many people got questions. */
  readonly people: number;
}

/**
 * Platforms that accept our messages but deliver nothing: no answer from anybody who was asked, and no word or visit
 * from anybody else. Most likely their events no longer reach us.
 */
export function listSilences(prisma: Connection, now: Date): Promise<Silence[]> {
  const since = subDays(now, LOOKBACK_DAYS);
  return prisma.$queryRaw<Silence[]>`
    SELECT asked.platform, asked.people
      FROM (
        SELECT split_part(n.lane, ':', 1) AS platform, count(DISTINCT n."accountId")::int AS people,
               bool_or(EXISTS (
                 SELECT 1 FROM "Account" a JOIN "Answer" x ON x."personId" = a."personId"
                  WHERE a.id = n."accountId" AND x.source = 'chat' AND x."answeredAt" > ${since})) AS answered
          FROM "Notification" n
         WHERE n.kind = 'check-in' AND n.state = 'sent' AND n."sentAt" > ${since} AND n."sentAt" <= ${subDays(now, MIN_DAYS_TO_ANSWER)}
           AND n."accountId" IS NOT NULL
         GROUP BY 1) asked
     WHERE asked.people >= ${FEWEST_ASKED} AND NOT asked.answered
       AND NOT EXISTS (SELECT 1 FROM "IncomingEvent" e WHERE e.platform::text = asked.platform AND e."receivedAt" > ${since})
     ORDER BY 1`;
}
