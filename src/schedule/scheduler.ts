import { subMinutes } from 'date-fns/subMinutes';
import { lastDue, nextDue } from './due.ts';
import type { ScheduledRun } from './scheduled-run.ts';
import type { createRunStore } from './store.ts';

/** Minutes between two calls of `again`. */
const AGAIN_MINUTES = 15;

interface SchedulerParts {
  readonly runs: readonly ScheduledRun[];
  readonly store: ReturnType<typeof createRunStore>;
  readonly now: () => Date;
  /** While the operator has paused the deployment nothing runs; afterwards what was missed is done. */
  readonly isPaused: () => Promise<boolean>;
  /** Queues the delivery of what was written to the outbox. */
  readonly enqueueDue: (now: Date) => Promise<unknown>;
}

interface Scheduler {
  /**
   * Does what is due and not done yet, also after an outage and whichever worker this is.
   * @throws the first error, after every run had its turn
   */
  tick(): Promise<void>;
  /** Runs it for the period of this moment, due or not. */
  runNow(name: string): Promise<void>;
}

/**
 * Remembers the last due moment of each run until the next one has come, because reading a pattern backwards blocks the
 * process for tens of milliseconds.
 */
function rememberDue(): (run: ScheduledRun, at: Date) => Date {
  const known = new Map<string, { readonly due: Date; readonly next: Date }>();
  return ({ name, cron, timezone }, at) => {
    const kept = known.get(name);
    // The remembered moment is used only between it and the next one; a clock may have been set back.
    if (kept && kept.due < at && at <= kept.next) return kept.due;
    const due = lastDue(cron, timezone, at);
    known.set(name, { due, next: nextDue(cron, timezone, due).next().value });
    return due;
  };
}

/** Each worker has a scheduler that watches all runs; a due run is done by the worker that claims it. */
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
      // This only saves the two seconds until the next sweep. An error is ignored, because while the queue's server is
      // away the sweep delivers: waiting for the server after each run would hold up the others, and a run that did its
      // work would be logged as failed.
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
