import { subDays } from 'date-fns';
import type { SeenEvents } from '../chat/router.ts';
import type { Database } from './client.ts';

/** Platforms retry within minutes or hours; after this many days a delivery's id is forgotten. */
const KEPT_DAYS = 7;

/** Incoming deliveries in PostgreSQL, so that every web process knows what another one handled. */
export function createSeenEventStore({ prisma }: Database): SeenEvents & { forgetOld(now: Date): Promise<number> } {
  return {
    has: async (platform, id) => {
      const found = await prisma.$queryRaw<unknown[]>`
        SELECT 1 FROM "IncomingEvent" WHERE platform = ${platform}::"Platform" AND id = ${id}`;
      return found.length > 0;
    },
    remember: async (platform, id, now) => {
      await prisma.$executeRaw`
        INSERT INTO "IncomingEvent" (platform, id, "receivedAt") VALUES (${platform}::"Platform", ${id}, ${now}) ON CONFLICT DO NOTHING`;
    },
    forgetOld: async (now) => {
      const { count } = await prisma.incomingEvent.deleteMany({
        where: { receivedAt: { lt: subDays(now, KEPT_DAYS) } },
      });
      return count;
    },
  };
}
