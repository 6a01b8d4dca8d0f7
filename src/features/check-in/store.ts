import type { ChatUser } from '../../chat/address.ts';
import { batchCalls, batchLoader } from '../../database/batch-calls.ts';
import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { TAKES_PART } from '../../people/conditions.ts';

/** A question with its answer. One that was skipped and then answered counts as answered. */
interface CheckInItem {
  readonly item: string;
  /** Null until answered. */
  readonly value: number | null;
  readonly skipped: boolean;
}

/** A check-in with its answers so far. */
export interface CheckIn {
  readonly id: string;
  /** Its owner's id. */
  readonly personId: string;
  readonly week: string;
  readonly language: string;
  readonly closesAt: Date;
  /** The time zone of its owner's school; left out when they have none. */
  readonly timezone?: string | null;
  /** False when its owner has stopped, after which nothing is stored. */
  readonly takesPart: boolean;
  /** In the order of asking. */
  readonly items: readonly CheckInItem[];
}

/** For a query with Person as p: the time zone of their school. */
const PERSONS_TIMEZONE = Prisma.sql`(SELECT s.timezone FROM "School" s WHERE s.id = p."schoolId")`;

/** Check-ins in PostgreSQL. */
export function createCheckInStore({ prisma, ask }: Pool) {
  const answer = batchCalls(async (taps: readonly TappedAnswer[]) => {
    const [, ...others] = taps;
    if (others.length === 0) return storeAnswers(ask, taps, AT_LEISURE);
    const seen = await storeAnswers(ask, taps, WITHOUT_WAITING).catch((): null[] => []);
    // Taps whose row was locked, which are not this person's, or all of them after an error, are stored one by one, so
    // that nobody waits for others or fails with them.
    return taps.map(
      (tap, index) => seen[index] ?? storeAnswers(ask, [tap], AT_LEISURE).then(([alone]) => alone ?? null),
    );
  });
  return {
    /** The check-in when it belongs to this person; otherwise null. */
    find: (checkInId: string, owner: ChatUser) => readCheckIn(ask, checkInId, owner),

    /**
     * The check-in for sending; null when its owner has stopped or is no longer a teacher. Calls in the same turn of
     * the event loop share one query.
     */
    get: batchLoader((ids) =>
      readCheckIns(ask, Prisma.sql`c.id = ANY (${[...ids]}::uuid[]) AND p.role = 'teacher' AND ${TAKES_PART}`),
    ),

    /** All check-ins of a person, oldest first. */
    listOf: (personId: string) => prisma.$queryRaw<StoredCheckIn[]>`
      SELECT c.week, c."createdAt" AS "askedAt", c."closesAt", string_agg(i.item, ', ' ORDER BY i.position) AS questions,
             string_agg(i.item, ', ' ORDER BY i.position) FILTER (WHERE i.skipped) AS skipped
        FROM "CheckIn" c JOIN "CheckInItem" i ON i."checkInId" = c.id
       WHERE c."personId" = ${personId}::uuid GROUP BY c.id ORDER BY c.week`,

    /** The newest check-in of this person. */
    findLatest: async (owner: ChatUser): Promise<CheckIn | null> => {
      const rows = await prisma.$queryRaw<{ id: string }[]>`
        SELECT c.id FROM "CheckIn" c JOIN "Account" a ON a."personId" = c."personId" JOIN "Workspace" w ON w.id = a."workspaceId"
         WHERE w.platform = ${owner.platform}::"Platform" AND w."externalId" = ${owner.workspace} AND a."externalId" = ${owner.user}
         ORDER BY c.week DESC LIMIT 1`;
      return rows[0] ? readCheckIn(ask, rows[0].id, owner) : null;
    },

    /**
     * Stores a person's answer, unless there is one already, the check-in is closed, its owner has stopped, or the item
     * was not asked in it.
     * @returns the check-in as it is afterwards; null when it is not this person's
     */
    answer: async (
      checkInId: string,
      owner: ChatUser,
      item: string,
      value: number,
      now: Date,
    ): Promise<CheckIn | null> => {
      const checkIn = await answer({ checkInId, owner, item, value, now });
      const answered = checkIn?.items.find((each) => each.item === item);
      // The statement neither stored nor saw an answer: another one was stored while it ran, the check-in is closed, or
      // its owner stopped.
      return answered?.value === null ? readCheckIn(ask, checkInId, owner) : checkIn;
    },

    /**
     * Skips a question, unless it has an answer, the check-in is closed, its owner has stopped, or it was not asked in
     * it.
     * @returns the check-in as it is afterwards; null when it is not this person's
     */
    skip: async (checkInId: string, owner: ChatUser, item: string, now: Date): Promise<CheckIn | null> => {
      await prisma.$executeRaw`
        UPDATE "CheckInItem" i SET skipped = true FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId"
         WHERE c.id = ${checkInId}::uuid AND i."checkInId" = c.id AND i.item = ${item} AND ${isOwnedBy(owner)}
           AND c."closesAt" > ${now} AND ${TAKES_PART}
           AND NOT EXISTS (SELECT 1 FROM "Answer" a WHERE a."checkInId" = c.id AND a.item = i.item)`;
      return readCheckIn(ask, checkInId, owner);
    },

    /** Stores an answer without checking who gives it. @returns false when nothing was stored */
    addAnswer: async (checkInId: string, item: string, value: number, now: Date): Promise<boolean> => {
      const stored = await prisma.$executeRaw`
        WITH ${openCheckIn(checkInId, now)}
        INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
        SELECT c."personId", c.id, c."circleId", i.item, ${value}, c.week, ${now}, c.instrument, 'chat'::"AnswerSource"
          FROM c JOIN "CheckInItem" i ON i."checkInId" = c.id AND i.item = ${item}
        ON CONFLICT DO NOTHING`;
      return stored === 1;
    },

    /** Stores these answers, new or changed, unless the check-in is closed or its owner has stopped. @returns false when nothing was stored */
    changeAnswers: async (checkInId: string, values: ReadonlyMap<string, number>, now: Date): Promise<boolean> => {
      const stored = await prisma.$executeRaw`
        WITH ${openCheckIn(checkInId, now)}
        INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
        SELECT c."personId", c.id, c."circleId", i.item, v.value, c.week, ${now}, c.instrument, 'chat'::"AnswerSource"
          FROM c JOIN "CheckInItem" i ON i."checkInId" = c.id
          JOIN unnest(${[...values.keys()]}::text[], ${[...values.values()]}::int[]) AS v(item, value) ON v.item = i.item
         ORDER BY i.item
        ON CONFLICT ("checkInId", item) DO UPDATE SET value = EXCLUDED.value`;
      return stored > 0;
    },
  };
}

interface StoredCheckIn {
  readonly week: string;
  readonly askedAt: Date;
  readonly closesAt: Date;
  /** The codes of the items. */
  readonly questions: string;
  /** The codes of those that were skipped. */
  readonly skipped: string | null;
}

type CheckInRow = Omit<CheckIn, 'items'> & CheckInItem;

/**
 * Keeps people who are answering from being erased meanwhile; somebody who is being erased already is waited for or
 * left out. People are locked before their check-ins, in the order that erasing uses.
 */
const AT_LEISURE = Prisma.sql`FOR KEY SHARE OF p, c`;
const WITHOUT_WAITING = Prisma.sql`FOR KEY SHARE OF p, c SKIP LOCKED`;

/** For a query that stores answers: the check-in that can still be answered, as c. */
function openCheckIn(checkInId: string, now: Date): Prisma.Sql {
  return Prisma.sql`c AS MATERIALIZED (
    SELECT c.* FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId"
     WHERE c.id = ${checkInId}::uuid AND c."closesAt" > ${now} AND ${TAKES_PART} ${AT_LEISURE})`;
}

interface TappedAnswer {
  readonly checkInId: string;
  readonly owner: ChatUser;
  readonly item: string;
  readonly value: number;
  readonly now: Date;
}

/**
 * Stores answers that were tapped at the same moment. Of two answers to one item the first counts. They are written in
 * the order of their keys, so that two processes never wait for each other. The number of taps is hidden from the
 * planner, which would otherwise plan each batch again.
 * @returns for each tap the check-in as this statement saw it, with what it stored; null when it is not this person's,
 *   or was left out
 */
async function storeAnswers(
  ask: Pool['ask'],
  taps: readonly TappedAnswer[],
  lock: Prisma.Sql,
): Promise<(CheckIn | null)[]> {
  const column = <T>(of: (tap: TappedAnswer) => T) => taps.map(of);
  const rows = await ask<CheckInRow & { readonly place: number }>(Prisma.sql`
    WITH tap AS MATERIALIZED (
      SELECT place::int, "checkInId", platform, workspace, "user", item, value, at
        FROM unnest((SELECT ${column((tap) => tap.checkInId)}::uuid[]), (SELECT ${column(({ owner }) => owner.platform)}::"Platform"[]),
                    (SELECT ${column(({ owner }) => owner.workspace)}::text[]), (SELECT ${column(({ owner }) => owner.user)}::text[]),
                    (SELECT ${column((tap) => tap.item)}::text[]), (SELECT ${column((tap) => tap.value)}::int[]), (SELECT ${column((tap) => tap.now)}::timestamptz[]))
             WITH ORDINALITY AS t("checkInId", platform, workspace, "user", item, value, at, place)
    ), asked AS MATERIALIZED (
      SELECT tap.place, tap.item AS tapped, tap.value AS chosen, tap.at, c.id, c."personId", c."circleId", c.week, c.instrument,
             c."closesAt", p.language, ${TAKES_PART} AS "takesPart", ${PERSONS_TIMEZONE} AS timezone
        FROM tap JOIN "CheckIn" c ON c.id = tap."checkInId" JOIN "Person" p ON p.id = c."personId"
       WHERE EXISTS (
         SELECT 1 FROM "Account" x JOIN "Workspace" w ON w.id = x."workspaceId"
          WHERE x."personId" = c."personId" AND w.platform = tap.platform AND w."externalId" = tap.workspace AND x."externalId" = tap."user")
         ${lock}
    ), stored AS (
      INSERT INTO "Answer" ("personId", "checkInId", "circleId", item, value, week, "answeredAt", instrument, source)
      SELECT asked."personId", asked.id, asked."circleId", i.item, asked.chosen, asked.week, asked.at, asked.instrument, 'chat'::"AnswerSource"
        FROM asked JOIN "CheckInItem" i ON i."checkInId" = asked.id AND i.item = asked.tapped
       WHERE asked."closesAt" > asked.at AND asked."takesPart"
       ORDER BY asked.id, i.item, asked.place
      ON CONFLICT DO NOTHING RETURNING "checkInId", item, value
    )
    SELECT asked.place, asked.id, asked."personId", asked.week, asked.language, asked."closesAt", asked.timezone, asked."takesPart",
           i.item, i.skipped, coalesce(stored.value, a.value) AS value
      FROM asked JOIN "CheckInItem" i ON i."checkInId" = asked.id
      LEFT JOIN "Answer" a ON a."checkInId" = asked.id AND a.item = i.item
      LEFT JOIN stored ON stored."checkInId" = asked.id AND stored.item = i.item
     ORDER BY asked.place, i.position`);
  const seen = taps.map((): CheckInRow[] => []);
  for (const { place, ...row } of rows) seen[place - 1]?.push(row);
  return taps.map(({ checkInId }, index) => toCheckIns(seen[index] ?? []).get(checkInId) ?? null);
}

async function readCheckIn(ask: Pool['ask'], id: string, owner: ChatUser): Promise<CheckIn | null> {
  const found = await readCheckIns(ask, Prisma.sql`c.id = ${id}::uuid AND ${isOwnedBy(owner)}`);
  return found.get(id) ?? null;
}

/** Reads check-ins by id. @param which a condition on CheckIn as c */
async function readCheckIns(ask: Pool['ask'], which: Prisma.Sql): Promise<ReadonlyMap<string, CheckIn>> {
  const rows = await ask<CheckInRow>(Prisma.sql`
    SELECT c.id, c."personId", c.week, p.language, c."closesAt", ${PERSONS_TIMEZONE} AS timezone, ${TAKES_PART} AS "takesPart", i.item, i.skipped, a.value
      FROM "CheckIn" c JOIN "Person" p ON p.id = c."personId"
      JOIN "CheckInItem" i ON i."checkInId" = c.id
      LEFT JOIN "Answer" a ON a."checkInId" = c.id AND a.item = i.item
     WHERE ${which}
     ORDER BY i.position`);
  return toCheckIns(rows);
}

/** For a query with CheckIn as c: it belongs to this user. */
function isOwnedBy(owner: ChatUser): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM "Account" x JOIN "Workspace" w ON w.id = x."workspaceId"
     WHERE x."personId" = c."personId" AND w.platform = ${owner.platform}::"Platform"
       AND w."externalId" = ${owner.workspace} AND x."externalId" = ${owner.user})`;
}

function toCheckIns(rows: readonly CheckInRow[]): ReadonlyMap<string, CheckIn> {
  const checkIns = new Map<string, CheckIn & { items: CheckInItem[] }>();
  for (const { item, value, skipped, ...rest } of rows) {
    const checkIn = checkIns.get(rest.id) ?? { ...rest, items: [] };
    checkIn.items.push({ item, value, skipped });
    checkIns.set(rest.id, checkIn);
  }
  return checkIns;
}
