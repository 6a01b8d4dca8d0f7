import { PolsslagError } from '../errors.ts';
import type { Database } from './client.ts';

interface Place {
  /** Folder of the embedded database, absolute; null for a server of your own. */
  readonly folder: string | null;
}

/**
 * Keeps what is real out of a database that a demonstration made: the next demonstration erases all that is in it.
 * @throws PolsslagError NOT_ALLOWED
 */
export async function refuseDemonstration({ prisma }: Database, { folder }: Place): Promise<void> {
  const deployment = await prisma.deployment.findUnique({ where: { id: 1 } });
  if (!deployment?.demonstration) return;
  throw new PolsslagError(
    'NOT_ALLOWED',
    folder === null
      ? 'The database of DATABASE_URL holds a demonstration, which the next one would erase: choose another database.'
      : `The folder ${folder} holds a demonstration, which the next one would erase: choose another --data-dir.`,
  );
}
