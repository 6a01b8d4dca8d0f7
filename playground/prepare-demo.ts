import type { Running } from '../src/app/start.ts';
import { errorCode } from '../src/error-code.ts';
import type { DemoControls } from './demo-controls.ts';
import {
  type Addresses,
  deleteSavedDemo,
  readSavedDemo,
  type SavedDemo,
  savedDemoKey,
  writeSavedDemo,
} from './saved-demo.ts';
import { restoreTables, saveTables } from './saved-tables.ts';

interface DemoPreparation {
  readonly running: Running;
  readonly controls: DemoControls;
  /** The moment when the demonstration begins. Together with the seed and the weeks it determines the past. */
  readonly start: Date;
  readonly seed: number;
  readonly pastWeeks: number | null;
  readonly say: (line: string) => void;
  /** Makes the past when none was saved. */
  readonly make: () => Promise<void>;
}

/**
 * Fills an emptied database and the simulated platforms up to the first check-ins. It restores the state that the last
 * start saved; if there is none it makes it, which takes seconds, and saves it for the next start.
 */
export async function prepareDemo(preparation: DemoPreparation): Promise<void> {
  const { running, controls, say, make } = preparation;
  const { dataDir } = running.foundation.config;
  const addresses = addressesOf(preparation);
  const key = keyOf(preparation);
  if (await restoreSaved(preparation, key, addresses)) return;
  await make();
  await controls.toNextCheckIn();
  try {
    writeSavedDemo(dataDir, key, await snapshotDemo(preparation), addresses);
  } catch (error) {
    say(`This start cannot be kept for the next one (${errorCode(error)}), which will take as long.`);
  }
}

async function restoreSaved(preparation: DemoPreparation, key: string, addresses: Addresses): Promise<boolean> {
  const { running, controls, say } = preparation;
  const { database, config } = running.foundation;
  try {
    const saved = readSavedDemo(config.dataDir, key, addresses);
    if (saved === null) return false;
    await restoreTables(database, saved.tables);
    controls.simulators.slack.restore(saved.slack);
    controls.simulators.teams.restore(saved.teams);
    const at = new Date(saved.at);
    if (at > controls.clock.now()) controls.clock.moveTo(at);
    return true;
  } catch {
    say('What the last start kept is damaged: making everything again, which takes longer.');
    deleteSavedDemo(config.dataDir);
    return false;
  }
}

async function snapshotDemo({ running, controls }: DemoPreparation): Promise<SavedDemo> {
  const { slack, teams } = controls.simulators;
  const tables = await saveTables(running.foundation.database);
  return { at: controls.clock.now().toISOString(), tables, slack: slack.save(), teams: teams.save() };
}

function addressesOf({ running, controls: { simulators } }: DemoPreparation): Addresses {
  return { app: running.url, slack: simulators.slack.url, teams: simulators.teams.url };
}

/** Identifies the saved state by everything that it depends on, except for addresses, ports and the log level. */
function keyOf({ running, start, seed, pastWeeks }: DemoPreparation): string {
  const { config, keys, instruments } = running.foundation;
  const settings = { ...config, host: '', port: 0, metricsPort: 0, logLevel: '', dataDir: '' };
  return savedDemoKey({ start, seed, pastWeeks, settings, keys, instrument: instruments.first });
}
