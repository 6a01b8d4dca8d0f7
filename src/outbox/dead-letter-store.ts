import type { Connection } from '../database/client.ts';
import type { DeadLetterStore } from './dead-letters.ts';

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

    async failed(limit) {
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
      return rows.map(({ account, channel, ...row }) => ({
        ...row,
        reason: row.reason ?? 'unknown',
        to: channel
          ? { kind: 'channel', channel: channel.externalId }
          : { kind: 'person', person: account?.person.key ?? 'unknown' },
      }));
    },

    // Who was given up is asked once more: otherwise their messages would be given up again unsent.
    retry: (ids, now) =>
      prisma.$transaction(async (transaction) => {
        const where = { ...given(ids), state: 'failed', notAfter: { gt: now } } as const;
        await transaction.account.updateMany({
          where: { notifications: { some: where }, unreachableSince: { not: null } },
          data: { unreachableSince: null, unreachableWhy: null },
        });
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
