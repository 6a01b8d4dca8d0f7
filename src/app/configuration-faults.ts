import { readSettings } from '../config.ts';
import { PolsslagError } from '../errors.ts';
import { readInstruments } from '../instruments.ts';
import { readKeyFile } from '../secrets/key-file.ts';

/**
 * Finds every fault in the settings and in the files that they name, so that an operator can fix all of them at once.
 * @param dataDir used in place of the configured folder
 */
export async function configurationFaults(
  variables: Readonly<Record<string, string | undefined>>,
  dataDir?: string,
): Promise<readonly string[]> {
  const { config, faults } = readSettings(variables);
  const usesKeyFile = !config.production && (variables['POLSSLAG_KEYS'] ?? '').trim() === '';
  return [
    ...faults,
    ...(await faultsFoundBy(() => readInstruments(config.instrumentFiles))),
    ...(usesKeyFile ? await faultsFoundBy(() => readKeyFile(dataDir ?? config.dataDir)) : []),
  ];
}

async function faultsFoundBy(check: () => unknown): Promise<readonly string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof PolsslagError) return error.faults;
    throw error;
  }
}
