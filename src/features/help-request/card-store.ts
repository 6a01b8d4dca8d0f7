import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { HAS_VISIT, JOIN_TAKEN } from './standing-store.ts';

/** A message that no longer shows the present state of its request. */
interface StaleCard {
  /** The key of its notification: its kind, the id of the request, and what makes it unique. */
  readonly notification: string;
  /** Its recipient; null for a post in a channel. */
  readonly personId: string | null;
  readonly channelId: string | null;
  readonly language: string;
  /** The state that it was last drawn with. */
  readonly shows: string;
  /** The state to draw it with: one of the constants below, or "standing" with details. */
  readonly state: string;
}

/** States that can never change again. The request of a teacher who was erased counts as withdrawn. */
export const OVER: readonly string[] = ['withdrawn', 'done'];
export const NOT_THEIRS = 'not-theirs';
/**
 * A newer message in the same chat shows the request to the same supervisor, with the same buttons; or a newer post is
 * in the same channel.
 */
export const SHOWN_ELSEWHERE = 'elsewhere';

/**
 * Not a message but a planned visit. It outlives its request, so that the supervisor hears about it when the teacher is
 * erased.
 */
export const VISIT = 'help-request-visit';

/**
 * The state of a card, for a query with HelpCard as c, HelpRequest as r and HelpTaken as t. A channel's posts have no
 * person.
 */
const STATE = Prisma.sql`CASE
  WHEN r.id IS NULL OR r."withdrawnAt" IS NOT NULL THEN 'withdrawn'
  WHEN r."doneAt" IS NOT NULL THEN 'done'
  WHEN c."personId" <> r."teacherId" AND NOT EXISTS (
    SELECT 1 FROM "PersonCircle" pc JOIN "Person" sp ON sp.id = pc."personId"
     WHERE pc."personId" = c."personId" AND pc."circleId" = r."circleId" AND sp.role <> 'teacher') THEN ${NOT_THEIRS}
  WHEN c."personId" <> r."teacherId" AND EXISTS (
    SELECT 1 FROM "HelpCard" other JOIN "Notification" newer ON newer.key = other.notification AND newer.state = 'sent'
      JOIN "Notification" own ON own.key = c.notification AND own."accountId" = newer."accountId"
     WHERE other."requestId" = r.id AND other."personId" = c."personId" AND newer."sentAt" > own."sentAt") THEN ${SHOWN_ELSEWHERE}
  WHEN c."channelId" IS NOT NULL AND EXISTS (
    SELECT 1 FROM "HelpCard" other JOIN "Notification" newer ON newer.key = other.notification AND newer.state = 'sent'
      JOIN "Notification" own ON own.key = c.notification
     WHERE other."requestId" = r.id AND other."channelId" = c."channelId" AND newer."sentAt" > own."sentAt") THEN ${SHOWN_ELSEWHERE}
  ELSE concat_ws(' ', 'standing', t."supervisorId", CASE WHEN ${HAS_VISIT} THEN r."visitOn" END) END`;

/**
 * The messages that show requests, in PostgreSQL. What they have to show is derived from the request, whatever changed
 * it.
 */
export function createCardStore({ prisma }: Pool) {
  return {
    /** The messages about open requests that somebody has. */
    of: (personId: string) => prisma.$queryRaw<{ kind: string; createdAt: Date }[]>`
      SELECT split_part(c.notification, ':', 1) AS kind, r."createdAt" FROM "HelpCard" c JOIN "HelpRequest" r ON r.id = c."requestId"
       WHERE c."personId" = ${personId}::uuid AND c.notification NOT LIKE ${`${VISIT}:%`} ORDER BY r."createdAt", c.notification`,

    /** The messages to draw again. @param requestId null for those of all requests */
    stale: (requestId: string | null) => prisma.$queryRaw<StaleCard[]>`
      SELECT * FROM (
        SELECT c.notification, c."personId", c."channelId", coalesce(p.language, s.language) AS language, c.shows, ${STATE} AS state
          FROM "HelpCard" c LEFT JOIN "Person" p ON p.id = c."personId" LEFT JOIN "SupervisorChannel" s ON s.id = c."channelId"
          LEFT JOIN "HelpRequest" r ON r.id = c."requestId" ${JOIN_TAKEN}
         WHERE ${requestId}::uuid IS NULL OR c."requestId" = ${requestId}::uuid) card
       WHERE card.shows <> card.state ORDER BY card.notification`,

    /**
     * When another process drew it in the meantime, that may be what it shows now: then it stays stale and is drawn
     * once more.
     */
    drawn: async ({ notification, shows, state }: StaleCard): Promise<void> => {
      await prisma.$executeRaw`
        UPDATE "HelpCard" c SET shows = CASE WHEN c.shows = ${shows} THEN ${state} ELSE '' END
         WHERE c.notification = ${notification}`;
    },

    forget: async ({ notification }: StaleCard): Promise<void> => {
      await prisma.helpCard.deleteMany({ where: { notification } });
    },
  };
}

/** Sends people messages about a request that are redrawn when it changes. @returns how many are new */
export async function tellByCard(
  transaction: Transaction,
  requestId: string,
  message: Parameters<typeof notifyPeople>[1],
  now: Date,
): Promise<number> {
  const told = await notifyPeople(transaction, message, now);
  const cards = message.to.map(({ personId, subject }) => ({ notification: `${message.kind}:${subject}`, personId }));
  await addCards(transaction, requestId, cards);
  return told;
}

/** Records that this supervisor plans to visit on that day. */
export function markVisit(transaction: Transaction, requestId: string, personId: string, day: string): Promise<void> {
  return addCards(transaction, requestId, [{ notification: `${VISIT}:${requestId}:${personId}:${day}`, personId }]);
}

async function addCards(
  transaction: Transaction,
  requestId: string,
  cards: readonly Pick<StaleCard, 'notification' | 'personId'>[],
): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO "HelpCard" (notification, "personId", "requestId", shows)
    SELECT c.notification, c."personId", r.id, ${STATE}
      FROM jsonb_to_recordset(${JSON.stringify(cards)}::jsonb) AS c(notification text, "personId" uuid, "channelId" uuid)
      JOIN "HelpRequest" r ON r.id = ${requestId}::uuid ${JOIN_TAKEN}
    ON CONFLICT (notification) DO NOTHING`;
}

/** Posts about a request in every supervisors' channel, redrawn when it changes. @returns how many are new */
export async function postByCard(
  transaction: Transaction,
  requestId: string,
  post: Parameters<typeof announceInChannels>[1],
  now: Date,
  notAfter: Date,
): Promise<number> {
  const posted = await announceInChannels(transaction, post, now, notAfter);
  await transaction.$executeRaw`
    INSERT INTO "HelpCard" (notification, "channelId", "requestId", shows)
    SELECT c.notification, c."channelId", r.id, ${STATE}
      FROM (SELECT n.key AS notification, n."channelId", NULL::uuid AS "personId"
              FROM "SupervisorChannel" s JOIN "Notification" n ON n.key = ${`${post.kind}:${post.subject}:`} || s.id) c
      JOIN "HelpRequest" r ON r.id = ${requestId}::uuid ${JOIN_TAKEN}
    ON CONFLICT (notification) DO NOTHING`;
  return posted;
}
