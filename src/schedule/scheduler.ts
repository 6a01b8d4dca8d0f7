import { subMinutes } from 'date-fns/subMinutes';
import { lastDue, nextDue } from './due.ts';
import type { ScheduledRun } from './scheduled-run.ts';
import type { createRunStore } from './store.ts';

/** Minutes between two looks for what could not be done when the others were. */
const AGAIN_MINUTES = 15;

interface SchedulerParts {
  readonly runs: readonly ScheduledRun[];
  readonly store: ReturnType<typeof createRunStore>;
  readonly now: () => Date;
  /** While the operator has paused the deployment nothing is done; afterwards it is caught up. */
  readonly isPaused: () => Promise<boolean>;
  /** Hands what was written to the outbox to the queue. */
  readonly enqueueDue: (now: Date) => Promise<unknown>;
}

interface Scheduler {
  /** Does what is due and not done, whichever worker this is and after any outage. @throws the first failure, when all had their turn */
  tick(): Promise<void>;
  /** Does it for the period of this moment, due or not. */
  runNow(name: string): Promise<void>;
}

/** Reading a pattern backwards keeps taps waiting for tens of milliseconds, every minute: it is done when the next moment has come. */
function rememberDue(): (run: ScheduledRun, at: Date) => Date {
  const known = new Map<string, { readonly due: Date; readonly next: Date }>();
  return ({ name, cron, timezone }, at) => {
    const kept = known.get(name);
    // Not after the next, and not before it either: a clock may have been set back.
    if (kept && kept.due < at && at <= kept.next) return kept.due;
    const due = lastDue(cron, timezone, at);
    known.set(name, { due, next: nextDue(cron, timezone, due).next().value });
    return due;
  };
}

/** Looks after every run, in each worker: a run is done by the one that claims it. */
export function createScheduler({ runs, store, now, isPaused, enqueueDue }: SchedulerParts): Scheduler {
  const looked = new Map<string, Date>();
  const lastDueOf = rememberDue();

  async function perform(run: ScheduledRun, period: string, at: Date): Promise<void> {
    await run.run(period, at);
    await store.finish(run.name, period, at);
  }

  /** @returns whether there may be something to send now */
  async function doIfDue(run: ScheduledRun, at: Date): Promise<boolean> {
    const due = lastDueOf(run, at);
    const period = run.period(due);
    if (period === null || at >= run.lastMoment(period)) return false;
    const claim = await store.claim(run.name, period, due, at);
    if (claim === 'done') return doAgain(run, period, at);
    if (claim === 'taken') return false;
    await perform(run, period, at).catch(async (error: unknown) => {
      await store.release(run.name, period).catch(() => undefined);
      throw error;
    });
    return true;
  }

  async function doAgain(run: ScheduledRun, period: string, at: Date): Promise<boolean> {
    const last = looked.get(run.name);
    if (!run.again || (last && last <= at && last > subMinutes(at, AGAIN_MINUTES))) return false;
    looked.set(run.name, at);
    return run.again(period, at);
  }

  return {
    tick: async () => {
      if (await isPaused()) return;
      const failures: unknown[] = [];
      let done = false;
      for (const run of runs) {
        await doIfDue(run, now()).then(
          (isSomething) => {
            done ||= isSomething;
          },
          (error: unknown) => failures.push(error),
        );
      }
      // Two seconds sooner than the sweep would. While the queue's server is away that is for the sweep: waiting for the server after
      // each run would hold up the others, and a calendar that did its work would be logged as one that failed.
      if (done) await enqueueDue(now()).catch(() => undefined);
      if (failures.length > 0) throw failures[0];
    },
    runNow: async (name) => {
      const run = runs.find((each) => each.name === name);
      if (!run) throw new Error(`Nothing is scheduled as ${name}`);
      if (await isPaused()) return;
      const at = now();
      const period = run.period(at);
      if (period === null) return;
      await perform(run, period, at);
      await enqueueDue(at);
    },
  };
}
