import type { Connection } from '../database/client.ts';
import type { NotificationState } from './notification-state.ts';

/** How many notifications of a lane are in a state. */
interface LaneCount {
  readonly lane: string;
  readonly state: NotificationState;
  readonly count: number;
}

/** Who a notification was for, by the operator's own identifiers: a person's key, never their name. */
type LetterRecipient =
  | { readonly kind: 'person'; readonly person: string }
  | { readonly kind: 'channel'; readonly channel: string };

/** A notification that was given up, without its content. */
export interface DeadLetter {
  readonly id: string;
  /** OTHER when the kind would reveal something about the recipient. */
  readonly kind: string;
  readonly lane: string;
  /** Shown on the operator's terminal only; neither the board nor a log shows it. */
  readonly to: LetterRecipient;
  /** The error code. */
  readonly reason: string;
  readonly attempts: number;
  /** Whether its time has passed, so that it can only be discarded. */
  readonly tooLate: boolean;
  /** Null for OTHER: each kind has its own day and hour, which would reveal it. */
  readonly createdAt: Date | null;
  readonly notAfter: Date | null;
}

/** Kinds that every teacher gets. */
const FOR_EVERYBODY: readonly string[] = ['invitation', 'check-in', 'still-here'];

/**
 * The kind shown for any other message to a person: a reminder, or news about a request for help, would reveal that
 * they left questions unanswered or asked for help.
 */
const OTHER = 'other';

/** Waiting messages that were refused several times with the same code, while others in their lane arrive. */
interface Refused {
  readonly lane: string;
  readonly reason: string;
  readonly to: LetterRecipient['kind'];
  /** Keys of people, or ids of channels. */
  readonly whom: readonly string[];
}

/** The operator's view of the outbox, and what they can do about messages that were given up. */
export interface DeadLetterStore {
  /** By lane, then state. */
  counts(): Promise<LaneCount[]>;
  /** Messages sent again without knowing whether they had arrived. */
  inDoubt(): Promise<number>;
  /** By lane and code. */
  refused(now: Date): Promise<Refused[]>;
  /** Oldest first. @param limit at most this many */
  failed(limit: number, now: Date): Promise<DeadLetter[]>;
  /**
   * Queues notifications again that were given up, and marks their people as reachable. One whose time has passed stays
   * as it is.
   * @param ids null for all
   * @returns how many were queued
   */
  retry(ids: readonly string[] | null, now: Date): Promise<number>;
  /**
   * Marks notifications that were given up as expired, so that they are kept but no longer listed.
   * @param ids null for all
   * @returns how many were marked
   */
  discard(ids: readonly string[] | null): Promise<number>;
}

/** After this many refusals it is no accident: an hour has passed. */
const OFTEN = 3;

/** The operator's view of the outbox, in PostgreSQL. */
export function createDeadLetterStore(prisma: Connection): DeadLetterStore {
  const given = (ids: readonly string[] | null) => (ids === null ? {} : { id: { in: [...ids] } });
  return {
    async counts() {
      const rows = await prisma.notification.groupBy({
        by: ['lane', 'state'],
        _count: true,
        orderBy: [{ lane: 'asc' }, { state: 'asc' }],
      });
      return rows.map(({ lane, state, _count }) => ({ lane, state, count: _count }));
    },

    async inDoubt() {
      const { _sum } = await prisma.notification.aggregate({ _sum: { inDoubt: true } });
      return _sum.inDoubt ?? 0;
    },

    refused: (now) => prisma.$queryRaw<Refused[]>`
      SELECT n.lane, n.reason, CASE WHEN n."channelId" IS NULL THEN 'person' ELSE 'channel' END AS "to",
             array_agg(DISTINCT coalesce(c."externalId", p.key)) AS whom
        FROM "Notification" n LEFT JOIN "SupervisorChannel" c ON c.id = n."channelId"
        LEFT JOIN "Account" a ON a.id = n."accountId" LEFT JOIN "Person" p ON p.id = a."personId"
       WHERE n.state = 'queued' AND n.reason IS NOT NULL AND n.attempts >= ${OFTEN} AND n."notAfter" > ${now}
         AND coalesce(c.id, p.id) IS NOT NULL
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,

    async failed(limit, now) {
      const rows = await prisma.notification.findMany({
        where: { state: 'failed' },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: limit,
        select: {
          id: true,
          kind: true,
          lane: true,
          reason: true,
          attempts: true,
          createdAt: true,
          notAfter: true,
          account: { select: { person: { select: { key: true } } } },
          channel: { select: { externalId: true } },
        },
      });
      return rows.map(({ account, channel, kind, createdAt, notAfter, ...row }) => {
        const isTold = channel !== null || FOR_EVERYBODY.includes(kind);
        return {
          ...row,
          ...(isTold ? { kind, createdAt, notAfter } : { kind: OTHER, createdAt: null, notAfter: null }),
          tooLate: notAfter <= now,
          reason: row.reason ?? 'unknown',
          to: channel
            ? { kind: 'channel', channel: channel.externalId }
            : { kind: 'person', person: account?.person.key ?? 'unknown' },
        };
      });
    },

    // The mark of an unreachable account is removed, or its messages would be given up again without an attempt.
    retry: (ids, now) =>
      prisma.$transaction(async (transaction) => {
        const where = { ...given(ids), state: 'failed', notAfter: { gt: now } } as const;
        await transaction.account.updateMany({
          where: { notifications: { some: where }, unreachableSince: { not: null } },
          data: { unreachableSince: null, unreachableWhy: null },
        });
        // The due moment is reset, because a retry means now: the message no longer counts as late.
        await transaction.$executeRaw`
          UPDATE "Notification" SET "dueAt" = NULL
           WHERE state = 'failed' AND "notAfter" > ${now} AND (${ids === null} OR id = ANY (${[...(ids ?? [])]}::uuid[]))`;
        const { count } = await transaction.notification.updateMany({
          where,
          data: { state: 'queued', notBefore: now },
        });
        return count;
      }),

    async discard(ids) {
      const { count } = await prisma.notification.updateMany({
        where: { ...given(ids), state: 'failed' },
        data: { state: 'expired', reason: 'discarded' },
      });
      return count;
    },
  };
}
