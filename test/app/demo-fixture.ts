import { rmSync } from 'node:fs';
import { type Demo, startDemo } from '../../playground/demo.ts';
import { readConfig } from '../../src/config.ts';
import type { Feature } from '../../src/feature.ts';
import { createLog } from '../../src/log.ts';
import { makeUsedDataFolder } from '../data-folder.ts';

/** A moment in an ordinary school week; the demonstration plays in the week before, 2026-W47. */
const REAL_NOW = new Date('2026-11-24T12:00:00Z');

export interface TestDemo {
  readonly demo: Demo;
  /** Everything that was logged. */
  readonly logged: () => string;
  close(): Promise<void>;
}

/**
 * Starts the whole product on both simulators, with a data folder of its own.
 * @param pastWeeks null when the test needs no past, because making it takes seconds
 */
export async function startTestDemo(
  pastWeeks: number | null = null,
  features?: readonly Feature[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestDemo> {
  const dataDir = makeUsedDataFolder('e2e');
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const config = readConfig({ PORT: '0', POLSSLAG_DATA_DIR: dataDir, ...env });
  const demo = await startDemo({ config, log, now: REAL_NOW, seed: 7, pastWeeks, ...(features && { features }) });
  return {
    demo,
    logged: () => lines.join(''),
    close: async () => {
      await demo.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
