import pg from 'pg';
import { vacuumAndAnalyze } from '../../playground/seed/seed-check-ins.ts';
import { LAST_MONTH, seedInterventions } from '../../playground/seed/seed-interventions.ts';
import { openDatabase } from '../../src/database/client.ts';
import { freezePeriod } from '../../src/features/intervention/close-period.ts';
import { createPeriodStore } from '../../src/features/intervention/period-store.ts';
import type { InterventionList } from '../../src/measurement/intervention-list.ts';
import { overviewByHand } from './interventions-limit.ts';
import { sealedBotToken } from './process-options.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { median, rounded } from './statistics.ts';
import { timed } from './timing.ts';

interface Overview {
  readonly ours_ms: number;
  readonly limit_ms: number;
  readonly ratio: number;
}

interface Interventions {
  readonly logged: number;
  /** Closing the last month of five years. */
  readonly month: Overview;
  /**
   * Closing one month that contains everything, with nothing published before, as after an import of earlier records.
   */
  readonly atOnce: Overview;
}

interface InterventionsSize {
  readonly logged: number;
  readonly rounds: number;
}

const TEACHERS = 1_600;
const CIRCLES = 16;
const SUPERVISORS = 48;
const CLOSED = new Date('2026-11-08T08:00:00Z');
/** Rounds before the first that counts. */
const WARM_UP = 3;

/**
 * Fills databases, to measure closing a month of interventions. The limit is one hand-written query for the same
 * figures.
 * @returns a function that measures, to be called once
 */
export async function prepareInterventions(
  servers: Servers,
  interventions: InterventionList,
  { logged, rounds }: InterventionsSize,
): Promise<() => Promise<Interventions>> {
  const fill = async (months: number): Promise<string> => {
    const url = await servers.newDatabase(`bench_interventions_${months}`);
    await withClient(url, async (loading) => {
      await seedTeachers(loading, {
        teachers: TEACHERS,
        circles: CIRCLES,
        workspaces: 1,
        sealedToken: sealedBotToken(),
        supervisors: SUPERVISORS,
      });
      await seedInterventions(loading, { count: logged, months, codes: interventions.codes });
      await vacuumAndAnalyze(loading);
    });
    return url;
  };
  const [month, atOnce] = [await fill(60), await fill(1)];
  return async () => ({
    logged,
    month: await closeAgain(month, interventions, rounds),
    atOnce: await closeAgain(atOnce, interventions, rounds),
  });
}

async function closeAgain(url: string, interventions: InterventionList, rounds: number): Promise<Overview> {
  const database = openDatabase(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const closing = { store: createPeriodStore(database), interventions, timezone: 'Europe/Amsterdam', minimum: 5 };
  const times = { ours: [] as number[], limit: [] as number[] };
  try {
    for (let round = -WARM_UP; round < rounds; round += 1) {
      await client.query('DELETE FROM "OwnEffect" WHERE period = $1', [LAST_MONTH]);
      await client.query('DELETE FROM "InterventionPeriod" WHERE period = $1', [LAST_MONTH]);
      const ours = await timed(async () => {
        if (!(await freezePeriod(closing, LAST_MONTH, CLOSED))) throw new Error('the month was not closed');
      });
      const limit = await timed(() => overviewByHand(client, `${LAST_MONTH}-01`));
      if (round < 0) continue;
      times.ours.push(ours);
      times.limit.push(limit);
    }
  } finally {
    await client.end();
    await database.close();
  }
  const [ours, limit] = [median(times.ours), median(times.limit)];
  return { ours_ms: rounded(ours), limit_ms: rounded(limit), ratio: rounded(ours / limit) };
}
