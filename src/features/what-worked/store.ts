import type { Pool } from '../../database/client.ts';
import type { Tools } from '../../feature.ts';

/** What somebody wrote about a week. */
export interface Note {
  readonly id: string;
  readonly week: string;
  /** Null when it was sealed with a key that is gone. */
  readonly text: string | null;
  readonly writtenAt: Date;
}

/** What teachers wrote for themselves, sealed, in PostgreSQL. Each is asked for by its owner's id. */
export function createWhatWorkedStore({ prisma }: Pool, { seal, unsealed }: Tools['secrets']) {
  return {
    /** One a week: another one takes its place. */
    keep: async (personId: string, week: string, text: string, writtenAt: Date): Promise<void> => {
      const kept = { sealed: seal(text), writtenAt };
      const where = { personId_week: { personId, week } };
      await prisma.whatWorked.upsert({ where, create: { personId, week, ...kept }, update: kept });
    },
    /** Newest first. @param before a week: those of earlier ones */
    list: async (personId: string, { before, most }: { before?: string | undefined; most?: number } = {}) => {
      const rows = await prisma.whatWorked.findMany({
        where: { personId, ...(before !== undefined && { week: { lt: before } }) },
        orderBy: { week: 'desc' },
        ...(most !== undefined && { take: most }),
      });
      return rows.map(({ id, week, sealed, writtenAt }): Note => ({ id, week, text: unsealed(sealed), writtenAt }));
    },
    remove: async (personId: string, id: string): Promise<void> => {
      await prisma.whatWorked.deleteMany({ where: { id, personId } });
    },
  };
}
