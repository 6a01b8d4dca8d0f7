import type { Connection } from '../database/client.ts';
import type { NotificationState } from './notification-state.ts';

/** How many notifications of a lane are in a state. */
interface LaneCount {
  readonly lane: string;
  readonly state: NotificationState;
  readonly count: number;
}

/** Who a notification was for, by the operator's own names: a person's key, never a name. */
type LetterRecipient =
  | { readonly kind: 'person'; readonly person: string }
  | { readonly kind: 'channel'; readonly channel: string };

/** A notification that was given up, without anything of its content. */
export interface DeadLetter {
  readonly id: string;
  /** OTHER where it would tell something of whom it was for. */
  readonly kind: string;
  readonly lane: string;
  /** For the operator's own terminal only: neither the board nor a log shows it. */
  readonly to: LetterRecipient;
  /** The code of what went wrong. */
  readonly reason: string;
  readonly attempts: number;
  /** Its time has passed: it can only be discarded. */
  readonly tooLate: boolean;
  /** Null of OTHER: each kind has its own day and hour, and would be known by them. */
  readonly createdAt: Date | null;
  readonly notAfter: Date | null;
}

/** What every teacher gets. */
const FOR_EVERYBODY: readonly string[] = ['invitation', 'check-in', 'still-here'];

/**
 * Any other message to somebody: that it is a reminder, or about their request for help, tells that they left their questions
 * unanswered, or that they asked.
 */
const OTHER = 'other';

/** Messages that wait and were refused some times already, with one code, though nothing else in their lane need be. */
interface Refused {
  readonly lane: string;
  readonly reason: string;
  readonly to: LetterRecipient['kind'];
  /** Keys of people, or ids of channels. */
  readonly whom: readonly string[];
}

/** What the operator can see of the outbox, and do about what was given up. */
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
   * Queues given-up notifications again, and takes their people for reachable; one whose time has passed stays as it is.
   * @param ids null for all
   */
  retry(ids: readonly string[] | null, now: Date): Promise<number>;
  /** Marks given-up notifications as expired: kept, but not in the way. @param ids null for all */
  discard(ids: readonly string[] | null): Promise<number>;
}

/** Refused so often, a message is not refused by chance: an hour has passed. */
const OFTEN = 3;

/** The operator's view of the outbox in PostgreSQL. */
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

    // Somebody given up is tried once more: otherwise their messages would be given up again unsent.
    retry: (ids, now) =>
      prisma.$transaction(async (transaction) => {
        const where = { ...given(ids), state: 'failed', notAfter: { gt: now } } as const;
        await transaction.account.updateMany({
          where: { notifications: { some: where }, unreachableSince: { not: null } },
          data: { unreachableSince: null, unreachableWhy: null },
        });
        // Whoever asks for it means now: it is not late any more.
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
