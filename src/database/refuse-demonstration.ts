import { PolsslagError } from '../errors.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

interface DatabasePlace {
  /** Folder of the embedded database, absolute; null for a server of your own. */
  readonly folder: string | null;
}

/**
 * Keeps what is real out of a database that a demonstration made, because the next demonstration erases all that is in it, and
 * tells nobody that something was done which was done to nobody real.
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
  // Not through Prisma: its engine would be made before a start says that it is ready.
  const made = await ask(Prisma.sql`SELECT 1 FROM "Deployment" WHERE demonstration`);
  return made.length > 0;
}
