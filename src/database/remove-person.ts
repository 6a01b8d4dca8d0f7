import { PolsslagError } from '../errors.ts';
import type { Database } from './client.ts';

/**
 * Deletes a person with everything that hangs on them: accounts, check-ins, answers and messages. Frozen weeks stay as
 * they are; there are no people in them.
 * @param key the deployer's own name for the person, as in the import
 * @returns how many answers went with them
 * @throws PolsslagError NOT_FOUND
 */
export function removePerson({ prisma }: Database, key: string): Promise<number> {
  return prisma.$transaction(async (transaction) => {
    const person = await transaction.person.findUnique({ where: { key }, select: { id: true } });
    if (!person) {
      throw new PolsslagError(
        'NOT_FOUND',
        'There is no such person: name one by the column "person" of the imported file.',
      );
    }
    const answers = await transaction.answer.count({ where: { personId: person.id } });
    await transaction.person.delete({ where: { id: person.id } });
    return answers;
  });
}
