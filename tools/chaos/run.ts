import { monitorEventLoopDelay } from 'node:perf_hooks';
import { PolsslagError } from '../../src/errors.ts';
import { seededRandom } from '../../src/measurement/random.ts';
import { type AnswersGiven, createAnswering } from './answering.ts';
import { type Course, createCourse, type WaitFor } from './course.ts';
import { type ChaosFigures, countDeliveries, countDoubled, countInDoubt, countLostAnswers } from './figures.ts';
import { makeMayhem } from './mayhem.ts';
import { keepPlanning } from './planning.ts';
import { persist } from './postgres.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { type ChaosTeacher, installTeams, letGo, makeTeachers } from './teachers.ts';
import { holdPosts, makeTrouble } from './trouble.ts';

export interface ChaosOptions extends Pick<StageOptions, 'queue' | 'dataDir' | 'logLevel' | 'say'> {
  readonly teachers: number;
  readonly kills: number;
  readonly seed: number;
  /** Aborted when the run must end. */
  readonly signal: AbortSignal;
}

/** When nothing has moved for so long although something was due, nothing ever will, in milliseconds. */
const STUCK_AFTER_MS = 60_000;

/**
 * Lets a wave of check-ins go while everything goes wrong, waits until it has come to rest, and counts.
 * @throws PolsslagError UNAVAILABLE when a server cannot be started, when a process ended by itself, or when the run was
 *   aborted
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosFigures> {
  const teachers = makeTeachers(options.teachers);
  const stage = await openStage({ ...options, teachers, random: seededRandom(options.seed + 1) });
  const course = createCourse(options.signal);
  // The platforms live in this process.
  const stalls = monitorEventLoopDelay({ resolution: 20 });
  stalls.enable();
  try {
    while (!allReady(stage)) await course.pause(50);
    await installTeams(stage.simulators, teachers);
    const answering = createAnswering(stage.simulators, teachers, options.seed, course.pause);
    course.beside(answering.run);
    course.beside((pause) => keepPlanning(stage.postgres.database, stage.queue, pause));
    const inFlightAtKill = await letEverythingGoWrong(stage, teachers, course, options);
    options.say('everything was let go; waiting for it to come to rest');
    const rested = await comeToRest(stage, answering, options, course.pause);
    if (rested) await answering.lookAgain();
    await stage.processes.stop();
    const longestStallMs = Math.round(stalls.max / 1e6);
    return await count(stage, teachers, answering, { kills: options.kills, inFlightAtKill, longestStallMs });
  } catch (error) {
    throw course.causeOf(error);
  } finally {
    stalls.disable();
    await course.end();
    await stage.close();
  }
}

/** Lets the wave go, a part at each kill. @returns how many kills hit a request under way */
async function letEverythingGoWrong(
  { postgres, simulators, processes, traffic, restartQueue }: Stage,
  teachers: readonly ChaosTeacher[],
  course: Course,
  { kills, seed, say }: ChaosOptions,
): Promise<number> {
  const random = seededRandom(seed);
  const parts = Math.max(1, kills);
  const trouble = createCourse(course.signal);
  trouble.beside((pause) => makeTrouble(simulators, seededRandom(seed + 2), pause));
  try {
    return await makeMayhem(kills, {
      processes,
      traffic,
      random,
      pause: course.pause,
      say,
      letGo: (step) => {
        const part = teachers.filter((_, index) => index % parts === step);
        return persist(() => letGo(postgres.database, part));
      },
      holdPosts: () => holdPosts(simulators, random),
      restartQueue,
      cutConnections: () => persist(postgres.cut),
    });
  } finally {
    await trouble.end();
    simulators.slack.clearFaults();
    simulators.teams.clearFaults();
  }
}

async function count(
  { postgres, simulators, processes }: Stage,
  teachers: readonly ChaosTeacher[],
  { given, done }: AnswersGiven,
  known: Pick<ChaosFigures, 'kills' | 'inFlightAtKill' | 'longestStallMs'>,
): Promise<ChaosFigures> {
  if (processes.crashed.length > 0) {
    throw new PolsslagError('UNAVAILABLE', `Ended by themselves: ${processes.crashed.join(', ')}.`);
  }
  const inDoubt = await persist(() => countInDoubt(postgres.database));
  return {
    ...countDeliveries(simulators, teachers),
    ...known,
    inDoubt,
    doubtsPerKill: Math.round((inDoubt / Math.max(1, known.kills)) * 100) / 100,
    doubledAfterAnswer: countDoubled(simulators, teachers, done),
    answersLost: await persist(() => countLostAnswers(postgres.database, given)),
  };
}

function allReady({ processes }: Stage): boolean {
  return processes.ready().length === processes.count;
}

/** Waits until every message is delivered and every teacher has answered, or until nothing moves any more. @returns false for that */
async function comeToRest(
  stage: Stage,
  answering: AnswersGiven,
  options: ChaosOptions,
  pause: WaitFor,
): Promise<boolean> {
  const { prisma } = stage.postgres.database;
  let [before, since] = ['', performance.now()];
  while (performance.now() - since < STUCK_AFTER_MS) {
    const planned = await persist(() => prisma.checkIn.count());
    const underway = await persist(() =>
      prisma.notification.count({ where: { state: { in: ['queued', 'sending'] } } }),
    );
    const { done, given } = answering;
    if (planned === options.teachers && underway === 0 && done.size === options.teachers) return true;
    const now = [planned, underway, done.size, given.length].join();
    const waiting = !allReady(stage) || (await persist(() => countBackingOff(stage))) > 0;
    if (now !== before || waiting) [before, since] = [now, performance.now()];
    await pause(250);
  }
  const states = await persist(() => prisma.notification.groupBy({ by: ['state', 'lane', 'reason'], _count: true }));
  for (const { state, lane, reason, _count } of states) options.say(`${_count} ${state} in ${lane} (${reason})`);
  options.say(`${answering.done.size} of ${options.teachers} teachers have answered everything`);
  return false;
}

/** Messages that wait for a later moment: what failed often waits long before it is tried again. */
function countBackingOff({ clock, postgres }: Stage): Promise<number> {
  return postgres.database.prisma.notification.count({ where: { state: 'queued', notBefore: { gt: clock.now() } } });
}
