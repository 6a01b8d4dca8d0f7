import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { PolsslagError } from '../errors.ts';
import { seededRandom } from '../measurement/random.ts';
import { type Answering, createAnswering, type Pause } from './answering.ts';
import { type ChaosFigures, countDeliveries, countInDoubt, countLostAnswers } from './figures.ts';
import { makeMayhem } from './mayhem.ts';
import { keepPlanning } from './planning.ts';
import { persist } from './postgres.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { installTeams, letGo, makeTeachers } from './teachers.ts';
import { holdPosts, makeTrouble } from './trouble.ts';

export interface ChaosOptions extends Pick<StageOptions, 'queue' | 'logLevel'> {
  readonly teachers: number;
  readonly kills: number;
  readonly seed: number;
  /** Aborted when the run must end. */
  readonly signal: AbortSignal;
  /** Hears what is going on, a line at a time. */
  readonly say: (line: string) => void;
}

/** When nothing has moved for so long, nothing ever will, in milliseconds. */
const STUCK_AFTER_MS = 60_000;

/**
 * Lets a wave of check-ins go while everything goes wrong, waits until it has come to rest, and counts.
 * @throws PolsslagError UNAVAILABLE when a server cannot be started, when a process ended by itself, or when the run was
 *   aborted
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosFigures> {
  const teachers = makeTeachers(options.teachers);
  const random = seededRandom(options.seed);
  const stage = await openStage({ ...options, teachers, random: seededRandom(options.seed + 1) });
  const over = new AbortController();
  const signal = AbortSignal.any([options.signal, over.signal]);
  // Every teacher waits on it.
  setMaxListeners(0, signal);
  const pause: Pause = async (ms) => {
    await sleep(ms, undefined, { signal });
  };
  /** Goes on beside the rest until the run is over; a failure ends the run. */
  const beside = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      if (!signal.aborted) over.abort(error);
    });
  const besides: Promise<void>[] = [];
  try {
    await allReady(stage, pause);
    await installTeams(stage.simulators, teachers);
    const answering = createAnswering(stage.simulators, teachers, options.seed, pause);
    besides.push(beside(answering.run()), beside(keepPlanning(stage.postgres.database, stage.queue, pause)));
    const trouble = new AbortController();
    const troubled = AbortSignal.any([signal, trouble.signal]);
    besides.push(
      makeTrouble(stage.simulators, seededRandom(options.seed + 2), async (ms) => {
        await sleep(ms, undefined, { signal: troubled });
      }).catch(() => undefined),
    );
    const parts = Math.max(1, options.kills);
    const inFlightAtKill = await makeMayhem(options.kills, {
      ...stage,
      random,
      pause,
      say: options.say,
      letGo: (step) =>
        persist(() =>
          letGo(
            stage.postgres.database,
            teachers.filter((_, index) => index % parts === step),
          ),
        ),
      holdPosts: () => holdPosts(stage.simulators, random),
      cutConnections: () => persist(stage.postgres.cut),
    });
    options.say('everything was let go; waiting for it to come to rest');
    trouble.abort();
    stage.simulators.slack.clearFaults();
    stage.simulators.teams.clearFaults();
    await comeToRest(stage, answering, options, pause);
    await stage.processes.stop();
    const { crashed } = stage.processes;
    if (crashed.length > 0) throw new PolsslagError('UNAVAILABLE', `Ended by themselves: ${crashed.join(', ')}.`);
    const { database } = stage.postgres;
    return {
      ...countDeliveries(stage.simulators, teachers),
      kills: options.kills,
      inFlightAtKill,
      inDoubt: await persist(() => countInDoubt(database)),
      answersLost: await persist(() => countLostAnswers(database, answering.given)),
    };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    over.abort();
    await Promise.all(besides);
    await stage.close();
  }
}

async function allReady({ processes }: Stage, pause: Pause): Promise<void> {
  while (processes.ready().length < 4) await pause(50);
}

/** Waits until every message is delivered and every teacher has answered, or until nothing moves any more. */
async function comeToRest(stage: Stage, answering: Answering, options: ChaosOptions, pause: Pause): Promise<void> {
  const { prisma } = stage.postgres.database;
  let [before, since] = ['', performance.now()];
  while (performance.now() - since < STUCK_AFTER_MS) {
    const planned = await persist(() => prisma.checkIn.count());
    const underway = await persist(() =>
      prisma.notification.count({ where: { state: { in: ['queued', 'sending'] } } }),
    );
    const { done, given } = answering;
    if (planned === options.teachers && underway === 0 && done.size === options.teachers) return;
    const now = [planned, underway, done.size, given.length].join();
    if (now !== before) [before, since] = [now, performance.now()];
    await pause(250);
  }
  const states = await persist(() => prisma.notification.groupBy({ by: ['state', 'lane', 'reason'], _count: true }));
  for (const { state, lane, reason, _count } of states) options.say(`${_count} ${state} in ${lane} (${reason})`);
  options.say(`${answering.done.size} of ${options.teachers} teachers have answered everything`);
}
