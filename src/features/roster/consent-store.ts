import type { Transaction } from '../../database/client.ts';
import { batches } from './import-transaction-store.ts';

export interface ConsentCount {
  /** Teachers whose consent is recorded now. */
  readonly consented: number;
  /** Teachers who said no in the chat: their no stands. */
  readonly declined: number;
}

/**
 * Records the operator's word that the teachers among these people agreed on paper, and the word itself, once a file.
 * @param fileHash SHA-256 of the file that it was said of, in hexadecimal
 */
export async function declareConsentOnFile(
  transaction: Transaction,
  { keys, fileHash, now }: { keys: readonly string[]; fileHash: string; now: Date },
): Promise<ConsentCount> {
  const kind = 'consent-on-file';
  let [teachers, consented, declined] = [0, 0, 0];
  for (const batch of batches(keys)) {
    const where = { key: { in: batch }, role: 'teacher' } as const;
    teachers += await transaction.person.count({ where });
    declined += await transaction.person.count({ where: { ...where, declinedAt: { not: null } } });
    const { count } = await transaction.person.updateMany({
      where: { ...where, consentedAt: null, declinedAt: null },
      data: { consentedAt: now, consentBasis: 'on_file' },
    });
    consented += count;
  }
  if ((await transaction.declaration.count({ where: { kind, fileHash } })) === 0) {
    await transaction.declaration.create({ data: { kind, fileHash, madeAt: now, people: teachers } });
  }
  return { consented, declined };
}
