import type { Database } from '../../database/client.ts';
import { PolsslagError } from '../../errors.ts';

/**
 * Deletes a person with everything that hangs on them: accounts, check-ins, answers and messages. Frozen weeks stay as
 * they are; there are no people in them.
 * @param key the deployer's own name for the person, as in the import
 * @throws PolsslagError NOT_FOUND
 */
export async function removePerson({ prisma }: Database, key: string): Promise<void> {
  const { count } = await prisma.person.deleteMany({ where: { key } });
  if (count === 0) {
    throw new PolsslagError(
      'NOT_FOUND',
      'There is no such person: name one by the column "person" of the imported file.',
    );
  }
}
