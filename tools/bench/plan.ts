import { z } from 'zod';
import { seedCheckIns, vacuumAndAnalyze } from '../../playground/seed/seed-check-ins.ts';
import { endOfWeek, weekOf } from '../../src/measurement/iso-week.ts';
import { type Child, startChild } from './child.ts';
import { planByHand } from './plan-limit.ts';
import { sealedBotToken } from './process-options.ts';
import { seedTeachers } from './seed.ts';
import { type Servers, withClient } from './servers.ts';
import { median, rounded } from './statistics.ts';

interface Plan {
  readonly ours_ms: number;
  readonly limit_ms: number;
  readonly ratio: number;
  readonly teachers: number;
}

/** Memory of the planning process, in MB. */
interface Memory {
  /** Before planning, with an open connection to the database. */
  readonly idle_mb: number;
  /** The maximum during planning. */
  readonly during_plan_mb: number;
  readonly above_idle_mb: number;
}

interface PlanSize {
  readonly teachers: number;
  readonly rounds: number;
}

const TIMEZONE = 'Europe/Amsterdam';
const CIRCLE_SIZE = 100;
const SOURCE = 'bench_plan';
/** A Tuesday without holidays in any region, and the week before it, in which everybody was asked. */
const NOW = new Date('2026-11-17T14:30:00Z');
const EARLIER = { week: '2026-W46', closesAt: new Date('2026-11-15T23:00:00Z') };

const planned = z.object({ made: z.number(), ms: z.number(), idleMb: z.number(), mostMb: z.number() });

/**
 * Fills a database, to measure planning everybody's check-ins, items and notifications. The limit is one hand-written
 * INSERT … SELECT of the same rows. Every round begins with its own copy of the same database.
 * @returns a function that measures, to be called once; it throws Error when somebody was not planned
 */
export async function preparePlan(
  servers: Servers,
  size: PlanSize,
): Promise<() => Promise<{ plan: Plan; memory: Memory }>> {
  const { teachers } = size;
  await withClient(await servers.newDatabase(SOURCE), async (client) => {
    const circles = Math.ceil(teachers / CIRCLE_SIZE);
    await seedTeachers(client, { teachers, circles, workspaces: 20, sealedToken: sealedBotToken() });
    await seedCheckIns(client, EARLIER.week, 0, EARLIER.closesAt);
    await vacuumAndAnalyze(client);
  });
  return () => measurePlan(servers, size);
}

async function measurePlan(servers: Servers, { teachers, rounds }: PlanSize): Promise<{ plan: Plan; memory: Memory }> {
  const ours: z.infer<typeof planned>[] = [];
  const limit: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // The process loads while its database is copied.
    const child = startChild('plan-ours');
    ours.push(await planOurs(child, await servers.newDatabase(`${SOURCE}_ours_${round}`, SOURCE), teachers));
    limit.push(await planLimit(await servers.newDatabase(`${SOURCE}_limit_${round}`, SOURCE), teachers));
  }
  const oursMs = median(ours.map(({ ms }) => ms));
  const worst = ours.reduce((most, each) => (each.mostMb - each.idleMb > most.mostMb - most.idleMb ? each : most));
  return {
    plan: {
      ours_ms: Math.round(oursMs),
      limit_ms: Math.round(median(limit)),
      ratio: rounded(oursMs / median(limit)),
      teachers,
    },
    memory: {
      idle_mb: Math.round(worst.idleMb),
      during_plan_mb: Math.round(worst.mostMb),
      above_idle_mb: Math.round(worst.mostMb - worst.idleMb),
    },
  };
}

/** @param child must not be started yet */
async function planOurs(child: Child, databaseUrl: string, teachers: number): Promise<z.infer<typeof planned>> {
  try {
    await child.ask('start', { databaseUrl }, z.unknown());
    const result = await child.ask('plan', { now: NOW.toISOString() }, planned);
    if (result.made !== teachers) throw new Error(`${teachers} teachers, but ${result.made} check-ins of ours`);
    return result;
  } finally {
    await child.stop();
  }
}

/** @returns milliseconds */
async function planLimit(databaseUrl: string, teachers: number): Promise<number> {
  const week = weekOf(NOW, TIMEZONE);
  return withClient(databaseUrl, async (client) => {
    const begun = performance.now();
    const made = await planByHand(client, week, endOfWeek(week, TIMEZONE), NOW);
    const ms = performance.now() - begun;
    if (made !== teachers) throw new Error(`${teachers} teachers, but ${made} check-ins of the limit`);
    return ms;
  });
}
