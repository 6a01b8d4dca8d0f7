import type { Command } from 'commander';
import type { ImportFile } from '../../cli/import-file.ts';
import type { Transaction } from '../../database/client.ts';
import { countOf } from '../../text/numbers.ts';
import { declareConsentOnFile } from './store.ts';

/** Adds the option with which the operator declares that the teachers in a file agreed on paper. */
export function withConsentOnFile(command: Command): Command {
  return command.option(
    '--consent-on-file',
    'declare that every teacher in the file agreed on paper; this is recorded',
  );
}

/** Records that consent for the people in a file. @returns lines for the summary */
export async function recordConsent(
  transaction: Transaction,
  file: ImportFile,
  keys: readonly string[],
  now: Date,
): Promise<string[]> {
  const { consented, declined } = await declareConsentOnFile(transaction, { keys, fileHash: file.hash(), now });
  const stands = `Their no stands: ${declined} of these teachers said no in the chat.`;
  return [
    `Consent on file: recorded for ${countOf(consented, 'more teacher')}, on your declaration.`,
    ...(declined > 0 ? [stands] : []),
  ];
}
