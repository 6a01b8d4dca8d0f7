import type { Connection } from '../database/client.ts';
import { sealedByKey } from '../database/reseal.ts';
import { PolsslagError } from '../errors.ts';
import { type SealKey, unseal } from '../secrets/seal.ts';
import { countOf } from '../text/numbers.ts';
import { type Finding, found } from './finding.ts';

type Columns = Parameters<typeof sealedByKey>[1];

/** Checks whether sealed texts can be opened. One text is tried for each key and column; its content is not shown. */
export async function examineSecrets(
  prisma: Connection,
  columns: Columns,
  keys: readonly SealKey[],
): Promise<Finding[]> {
  const sealed = await sealedByKey(prisma, columns);
  const faults = sealed.flatMap(({ count, sample }) => {
    const why = whyClosed(sample, keys);
    const texts = countOf(count, 'sealed text');
    return why === null ? [] : [found.fault(`Secrets: ${texts} of people cannot be opened. ${why}`)];
  });
  return faults.length > 0 ? faults : [found.ok('Secrets: what people wrote can be opened.')];
}

function whyClosed(sealed: string, keys: readonly SealKey[]): string | null {
  try {
    unseal(sealed, keys);
    return null;
  } catch (error) {
    if (error instanceof PolsslagError) return error.message;
    throw error;
  }
}
