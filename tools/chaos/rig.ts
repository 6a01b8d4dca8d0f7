import { rmSync } from 'node:fs';
import path from 'node:path';
import { nextCheckInAfter } from '../../playground/calendar.ts';
import { createMovableClock } from '../../playground/movable-clock.ts';
import { type Simulators, startSimulators } from '../../playground/simulators.ts';
import type { Clock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import type { Random } from '../../src/measurement/random.ts';
import type { QueueSettings } from '../../src/queue/backend.ts';
import { startRedis } from '../servers/redis-server.ts';
import { makeTemporaryFolder } from '../servers/temporary-folder.ts';
import { pick } from './platform-faults.ts';
import { type ChaosDatabase, startPostgres } from './postgres.ts';
import { type ProcessOptions, processOptionsSchema } from './process-options.ts';
import { type Processes, startProcesses } from './processes.ts';
import { type ChaosTeacher, seedTeachers } from './teachers.ts';
import { type Traffic, watchTraffic } from './traffic.ts';

export interface ChaosRigOptions {
  readonly queue: QueueSettings['kind'];
  /** The absolute path of PostgreSQL's data, which may exist from an earlier run; null for a temporary folder. */
  readonly dataDir: string | null;
  readonly logLevel: ProcessOptions['logLevel'];
  readonly teachers: readonly ChaosTeacher[];
  readonly random: Random;
  /** How many processes will be killed. */
  readonly kills: number;
  /** Is told what happens, one line at a time. */
  readonly say: (line: string) => void;
}

/** The servers, simulators and processes of a run. */
export interface ChaosRig {
  readonly clock: Clock;
  readonly postgres: ChaosDatabase;
  readonly queue: QueueSettings;
  restartQueue(): Promise<void>;
  readonly simulators: Simulators;
  readonly processes: Processes;
  readonly traffic: Traffic;
  close(): Promise<void>;
}

const ROLES = ['worker', 'worker', 'web', 'web'] as const;

/** Starts servers, simulators and the product's processes. @throws PolsslagError UNAVAILABLE */
export async function startChaosRig(options: ChaosRigOptions): Promise<ChaosRig> {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const folder = makeTemporaryFolder('chaos');
    closers.push(() => rmSync(folder, { recursive: true, force: true }));
    const redis = options.queue === 'redis' ? await startRedis(folder) : null;
    if (redis) closers.push(redis.close);
    const postgres = await startPostgres(options.dataDir ?? path.join(folder, 'data'));
    closers.push(postgres.close);

    const clock = createMovableClock(nextCheckInAfter(new Date(), 'midden', readConfig({})));
    const aheadMs = clock.now().getTime() - Date.now();
    const web = { processes: null as Processes | null };
    const simulators = await startSimulators(clock, () => anyUrl(web.processes, options.random));
    closers.push(simulators.close);
    await seedTeachers(postgres.database, simulators, options.teachers, clock.now());

    const common = { databaseUrl: postgres.url, redisUrl: redis?.url ?? null, aheadMs, logLevel: options.logLevel };
    const { connections } = simulators;
    const settingFor = (name: string, role: ProcessOptions['role']) =>
      processOptionsSchema.parse({ name, role, ...common, connections });
    const processes = startProcesses(ROLES, settingFor, options);
    web.processes = processes;
    closers.push(processes.stop);
    const traffic = watchTraffic((origin) => processes.ready().find(({ url }) => url === origin)?.name ?? null);
    closers.push(traffic.close);
    return {
      clock,
      postgres,
      queue: redis ? { kind: 'redis', url: redis.url } : { kind: 'postgres', url: postgres.url },
      restartQueue: redis ? redis.restart : postgres.restart,
      simulators,
      processes,
      traffic,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Picks a ready web process, as a load balancer does; without one the address refuses connections. */
function anyUrl(processes: Processes | null, random: Random): string {
  const webs = processes?.ready().filter(({ role }) => role === 'web') ?? [];
  return webs.length === 0 ? 'http://127.0.0.1:1' : pick(webs, random).url;
}
