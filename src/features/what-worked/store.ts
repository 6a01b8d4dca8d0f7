import type { Pool } from '../../database/client.ts';
import type { Tools } from '../../feature.ts';

/** What a teacher wrote about a week. */
export interface Note {
  readonly id: string;
  readonly week: string;
  /** Null when the key that it was sealed with is gone. */
  readonly text: string | null;
  readonly writtenAt: Date;
}

/** Teachers' private notes, sealed, in PostgreSQL. They are always read by their owner's id. */
export function createWhatWorkedStore({ prisma }: Pool, { seal, unsealed }: Tools['secrets']) {
  return {
    /** Stores the note of a week, replacing an earlier one. */
    keep: async (personId: string, week: string, text: string, writtenAt: Date): Promise<void> => {
      const kept = { sealed: seal(text), writtenAt };
      const where = { personId_week: { personId, week } };
      await prisma.whatWorked.upsert({ where, create: { personId, week, ...kept }, update: kept });
    },
    /** Notes, newest first. @param before only notes of weeks before this one */
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
