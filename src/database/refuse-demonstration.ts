import { PolsslagError } from '../errors.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

interface Place {
  /** Folder of the embedded database, absolute; null for a server of your own. */
  readonly folder: string | null;
}

/**
 * Keeps what is real out of a database that a demonstration made: the next demonstration erases all that is in it.
 * @throws PolsslagError NOT_ALLOWED
 */
export async function refuseDemonstration({ ask }: Pick<Pool, 'ask'>, { folder }: Place): Promise<void> {
  // Not through Prisma: its engine would be made before a start says that it is ready.
  const made = await ask(Prisma.sql`SELECT 1 FROM "Deployment" WHERE demonstration`);
  if (made.length === 0) return;
  throw new PolsslagError(
    'NOT_ALLOWED',
    folder === null
      ? 'The database of DATABASE_URL holds a demonstration, which the next one would erase: choose another database.'
      : `The folder ${folder} holds a demonstration, which the next one would erase: choose another --data-dir.`,
  );
}
