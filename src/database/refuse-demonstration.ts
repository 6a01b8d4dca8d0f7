import { PolsslagError } from '../errors.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

interface DatabasePlace {
  /** The folder of the embedded database, absolute; null for a database server. */
  readonly folder: string | null;
}

/**
 * Refuses to use a demonstration's database for real data: the next demonstration erases everything in it, and an
 * operator would believe that something real was done.
 * @throws PolsslagError NOT_ALLOWED
 */
export async function refuseDemonstration({ ask }: Pick<Pool, 'ask'>, place: () => DatabasePlace): Promise<void> {
  if (!(await isDemonstration({ ask }))) return;
  const { folder } = place();
  throw new PolsslagError(
    'NOT_ALLOWED',
    folder === null
      ? 'The database of DATABASE_URL holds a demonstration, which the next one would erase: choose another database.'
      : `The folder ${folder} holds a demonstration, which the next one would erase: choose another --data-dir.`,
  );
}

/** Whether a demonstration made this database. */
export async function isDemonstration({ ask }: Pick<Pool, 'ask'>): Promise<boolean> {
  // Asked without Prisma, because its engine would be created before a start reports that it is ready.
  const made = await ask(Prisma.sql`SELECT 1 FROM "Deployment" WHERE demonstration`);
  return made.length > 0;
}
