import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';

/** Who waits for a slot, in PostgreSQL. */
export function createWaitingStore({ ask }: Pick<Pool, 'ask'>) {
  return {
    /** Whoever waits already keeps their place. */
    join: async (teacherId: string, now: Date): Promise<void> => {
      await ask(Prisma.sql`
        INSERT INTO "ContactHourWaiting" ("teacherId", since) VALUES (${teacherId}::uuid, ${now}) ON CONFLICT DO NOTHING`);
    },

    leave: async (teacherId: string): Promise<void> => {
      await ask(Prisma.sql`DELETE FROM "ContactHourWaiting" WHERE "teacherId" = ${teacherId}::uuid`);
    },
  };
}
