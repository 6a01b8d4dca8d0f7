import { addMinutes } from 'date-fns/addMinutes';
import { subMinutes } from 'date-fns/subMinutes';
import type { Pool } from '../database/client.ts';

/** Minutes after which a worker that claimed a run and did not finish it is considered lost. */
const CLAIM_MINUTES = 10;
/**
 * A clock may have been this many minutes ahead when a run was recorded: a run recorded shortly before it was due
 * counts as done.
 */
const AHEAD_MINUTES = 1;

interface RunStore {
  /**
   * Claims a run, so that no other worker does it.
   * @param due since when it is due; a run recorded before that is to be done again
   */
  claim(name: string, period: string, due: Date, now: Date): Promise<'claimed' | 'taken' | 'done'>;
  /** Records that it is done for this period. */
  finish(name: string, period: string, now: Date): Promise<void>;
  /** Gives up the claim after a failure, so that the next tick tries again. */
  release(name: string, period: string): Promise<void>;
  /** When it was last done for this period, or null. */
  doneAt(name: string, period: string): Promise<Date | null>;
}

/** Records in PostgreSQL which runs were claimed and done. */
export function createRunStore({ prisma }: Pool): RunStore {
  const doneAt = async (name: string, period: string) => {
    const run = await prisma.scheduledRun.findUnique({ where: { name_period: { name, period } } });
    return run?.doneAt ?? null;
  };
  return {
    doneAt,
    claim: async (name, period, due, now) => {
      const since = subMinutes(due, AHEAD_MINUTES);
      const claimed = await prisma.$executeRaw`
        INSERT INTO "ScheduledRun" AS run (name, period, "claimedUntil") VALUES (${name}, ${period}, ${addMinutes(now, CLAIM_MINUTES)})
        ON CONFLICT (name, period) DO UPDATE SET "claimedUntil" = EXCLUDED."claimedUntil"
          WHERE (run."doneAt" IS NULL OR run."doneAt" < ${since}) AND (run."claimedUntil" IS NULL OR run."claimedUntil" <= ${now})`;
      if (claimed > 0) return 'claimed';
      const done = await doneAt(name, period);
      return done !== null && done >= since ? 'done' : 'taken';
    },
    finish: async (name, period, now) => {
      await prisma.$executeRaw`
        INSERT INTO "ScheduledRun" AS run (name, period, "doneAt") VALUES (${name}, ${period}, ${now})
        ON CONFLICT (name, period) DO UPDATE SET "doneAt" = greatest(run."doneAt", EXCLUDED."doneAt"), "claimedUntil" = NULL`;
    },
    release: async (name, period) => {
      await prisma.$executeRaw`UPDATE "ScheduledRun" SET "claimedUntil" = NULL WHERE name = ${name} AND period = ${period}`;
    },
  };
}
