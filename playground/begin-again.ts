import type { Running } from '../src/app/start.ts';
import { errorCode } from '../src/queue/error-code.ts';
import type { DemoControls } from './demo-controls.ts';
import {
  type Addresses,
  forgetKeptStart,
  type KeptStart,
  keyOfStart,
  readKeptStart,
  writeKeptStart,
} from './kept-start.ts';
import { keepTables, restoreTables } from './kept-tables.ts';

export interface Beginning {
  readonly running: Running;
  readonly controls: DemoControls;
  /** When the demonstration begins, and what its past is made of. */
  readonly start: Date;
  readonly seed: number;
  readonly pastWeeks: number | null;
  readonly say: (line: string) => void;
  /** Makes a past where none was kept. */
  readonly make: () => Promise<void>;
}

/**
 * Begins a demonstration, in an emptied database, with its first check-ins sent: as it was kept by the last start, or else
 * made, and kept for the next.
 */
export async function beginAgain(beginning: Beginning): Promise<void> {
  const { running, controls, say, make } = beginning;
  const { dataDir } = running.foundation.config;
  const addresses = addressesOf(beginning);
  const key = keyOf(beginning);
  if (await restored(beginning, key, addresses)) return;
  await make();
  await controls.toNextCheckIn();
  try {
    writeKeptStart(dataDir, key, await keep(beginning), addresses);
  } catch (error) {
    say(`This start cannot be kept for the next one (${errorCode(error)}), which will take as long.`);
  }
}

async function restored(beginning: Beginning, key: string, addresses: Addresses): Promise<boolean> {
  const { running, controls, say } = beginning;
  const { database, config } = running.foundation;
  try {
    const kept = readKeptStart(config.dataDir, key, addresses);
    if (kept === null) return false;
    await restoreTables(database, kept.tables);
    controls.simulators.slack.restore(kept.slack);
    controls.simulators.teams.restore(kept.teams);
    const at = new Date(kept.at);
    if (at > controls.clock.now()) controls.clock.moveTo(at);
    return true;
  } catch {
    say('What the last start kept is damaged: making everything again, which takes longer.');
    forgetKeptStart(config.dataDir);
    return false;
  }
}

async function keep({ running, controls }: Beginning): Promise<KeptStart> {
  const { slack, teams } = controls.simulators;
  const tables = await keepTables(running.foundation.database);
  return { at: controls.clock.now().toISOString(), tables, slack: slack.keep(), teams: teams.keep() };
}

function addressesOf({ running, controls: { simulators } }: Beginning): Addresses {
  return { app: running.url, slack: simulators.slack.url, teams: simulators.teams.url };
}

/** All that the demonstration's beginning depends on, but where it listens. */
function keyOf({ running, start, seed, pastWeeks }: Beginning): string {
  const { config, keys, instruments } = running.foundation;
  const settings = { ...config, host: '', port: 0, metricsPort: 0, logLevel: '', dataDir: '' };
  return keyOfStart({ start, seed, pastWeeks, settings, keys, instrument: instruments.first });
}
