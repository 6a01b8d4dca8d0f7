import { monitorEventLoopDelay } from 'node:perf_hooks';
import { seededRandom } from '../../src/measurement/random.ts';
import { type ChaosFigures, collectFigures } from './figures.ts';
import { injectInfrastructureFaults } from './infrastructure-faults.ts';
import { requestPlanning } from './planning.ts';
import { delayPosts, injectPlatformFaults } from './platform-faults.ts';
import { retryOnCutConnection } from './postgres.ts';
import { type ChaosRig, type ChaosRigOptions, startChaosRig } from './rig.ts';
import { createTaskGroup, type TaskGroup, type WaitFor } from './task-group.ts';
import { createTeacherWorkload, type TeacherWorkload } from './teacher-workload.ts';
import { assignSchools, type ChaosTeacher, installTeams, makeTeachers } from './teachers.ts';

export interface ChaosOptions extends Pick<ChaosRigOptions, 'queue' | 'dataDir' | 'logLevel' | 'say'> {
  readonly teachers: number;
  readonly kills: number;
  readonly seed: number;
  /** Aborted when the run must end. */
  readonly signal: AbortSignal;
}

/** After this many milliseconds without progress on something that is due, the run gives up. */
const STUCK_AFTER_MS = 60_000;

/**
 * Sends a wave of check-ins while everything fails, waits until it has settled, and counts.
 * @throws PolsslagError UNAVAILABLE when a server cannot be started, a process ended by itself, or the run was aborted
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosFigures> {
  const teachers = makeTeachers(options.teachers);
  const rig = await startChaosRig({ ...options, teachers, random: seededRandom(options.seed + 1) });
  const tasks = createTaskGroup(options.signal);
  // Measured here, because the simulated platforms run in this process.
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  stalls.enable();
  try {
    while (!areAllReady(rig)) await tasks.pause(50);
    await installTeams(rig.simulators, teachers);
    const workload = createTeacherWorkload(rig.simulators, teachers, options.seed, tasks.pause);
    tasks.spawn(workload.run);
    tasks.spawn((pause) => requestPlanning(rig.postgres.database, rig.queue, pause));
    const inFlightAtKill = await releaseUnderFaults(rig, teachers, tasks, options);
    options.say('everything was let go; waiting for it to come to rest');
    const settled = await waitUntilSettled(rig, workload, options, tasks.pause);
    if (settled) await workload.lookAgain();
    await rig.processes.stop();
    const longestStallMs = Math.round(stalls.max / 1e6);
    return await collectFigures(rig, teachers, workload, { kills: options.kills, inFlightAtKill, longestStallMs });
  } catch (error) {
    throw tasks.causeOf(error);
  } finally {
    stalls.disable();
    await tasks.end();
    await rig.close();
  }
}

/**
 * Makes the teachers due, a part of them at each kill, while everything fails.
 * @returns the number of kills that hit a request under way
 */
async function releaseUnderFaults(
  { postgres, simulators, processes, traffic, restartQueue }: ChaosRig,
  teachers: readonly ChaosTeacher[],
  tasks: TaskGroup,
  { kills, seed, say }: ChaosOptions,
): Promise<number> {
  const random = seededRandom(seed);
  const parts = Math.max(1, kills);
  const platformFaults = createTaskGroup(tasks.signal);
  platformFaults.spawn((pause) => injectPlatformFaults(simulators, seededRandom(seed + 2), pause));
  try {
    return await injectInfrastructureFaults(kills, {
      processes,
      traffic,
      random,
      pause: tasks.pause,
      say,
      releaseTeachers: (step) => {
        const part = teachers.filter((_, index) => index % parts === step);
        return retryOnCutConnection(() => assignSchools(postgres.database, part));
      },
      delayPosts: () => delayPosts(simulators, random),
      restartQueue,
      cutConnections: () => retryOnCutConnection(postgres.cut),
    });
  } finally {
    await platformFaults.end();
    simulators.slack.clearFaults();
    simulators.teams.clearFaults();
  }
}

function areAllReady({ processes }: ChaosRig): boolean {
  return processes.ready().length === processes.count;
}

/** Waits until every message is delivered and every teacher has answered. @returns false when nothing moves any more */
async function waitUntilSettled(
  rig: ChaosRig,
  workload: TeacherWorkload,
  options: ChaosOptions,
  pause: WaitFor,
): Promise<boolean> {
  const { prisma } = rig.postgres.database;
  let [before, since] = ['', performance.now()];
  while (performance.now() - since < STUCK_AFTER_MS) {
    const planned = await retryOnCutConnection(() => prisma.checkIn.count());
    const underway = await retryOnCutConnection(() =>
      prisma.notification.count({ where: { state: { in: ['queued', 'sending'] } } }),
    );
    const { done, given } = workload;
    if (planned === options.teachers && underway === 0 && done.size === options.teachers) return true;
    const now = [planned, underway, done.size, given.length].join();
    const waiting = !areAllReady(rig) || (await retryOnCutConnection(() => countBackingOff(rig))) > 0;
    if (now !== before || waiting) [before, since] = [now, performance.now()];
    await pause(250);
  }
  const states = await retryOnCutConnection(() =>
    prisma.notification.groupBy({ by: ['state', 'lane', 'reason'], _count: true }),
  );
  for (const { state, lane, reason, _count } of states) options.say(`${_count} ${state} in ${lane} (${reason})`);
  options.say(`${workload.done.size} of ${options.teachers} teachers have answered everything`);
  return false;
}

/** Counts the messages that wait for a later moment; after many failures the next attempt may be far away. */
function countBackingOff({ clock, postgres }: ChaosRig): Promise<number> {
  return postgres.database.prisma.notification.count({ where: { state: 'queued', notBefore: { gt: clock.now() } } });
}
