import { setInterval } from 'node:timers';
import { z } from 'zod';
import { keepHeapSmall } from '../../src/app/small-heap.ts';
import { readConfig } from '../../src/config.ts';
import { type Database, openDatabase } from '../../src/database/client.ts';
import { planCheckIns } from '../../src/features/check-in/plan-check-ins.ts';
import { readInstruments } from '../../src/instruments.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { serveParent } from './serve-parent.ts';

/*
 * Our planner in a process of its own, so that its memory can be measured. Its heap settings and warm-up are those of a
 * worker of `polsslag start`.
 */

const SAMPLE_MS = 5;
const MEBIBYTE = 1024 * 1024;
const startSchema = z.object({ databaseUrl: z.string() });
const planSchema = z.object({ now: z.coerce.date() });

let database: Database | null = null;

/** The resident memory of this process, in MB. */
function memory(): number {
  return process.memoryUsage.rss() / MEBIBYTE;
}

async function plan(input: unknown) {
  if (!database) throw new Error('call start before plan');
  const { now } = planSchema.parse(input);
  const instruments = await readInstruments([]);
  const planning = { database, instruments, settings: readConfig({}), random: seededRandom(1) };
  const idle = memory();
  let most = idle;
  const watch = setInterval(() => {
    most = Math.max(most, memory());
  }, SAMPLE_MS);
  const begun = performance.now();
  const made = await planCheckIns(planning, now);
  const ms = performance.now() - begun;
  clearInterval(watch);
  return { made, ms, idleMb: idle, mostMb: Math.max(most, memory()) };
}

serveParent(
  {
    start: async (input) => {
      keepHeapSmall();
      database = openDatabase(startSchema.parse(input).databaseUrl);
      await database.warmUp(false);
    },
    plan,
  },
  async () => database?.close(),
);
