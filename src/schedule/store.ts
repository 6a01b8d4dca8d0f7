import { addMinutes } from 'date-fns/addMinutes';
import { subMinutes } from 'date-fns/subMinutes';
import type { Pool } from '../database/client.ts';

/** Minutes after which a worker that claimed a run and did not finish it is taken for lost. */
const CLAIM_MINUTES = 10;
/** A clock may have run so far ahead when it was marked: what was done a moment before it was due is done. */
const AHEAD_MINUTES = 1;

interface RunStore {
  /**
   * Takes a run on, so that no other worker does.
   * @param due since when it is due: what was done before that is to be done again
   */
  claim(name: string, period: string, due: Date, now: Date): Promise<'claimed' | 'taken' | 'done'>;
  /** It is done for this period. */
  finish(name: string, period: string, now: Date): Promise<void>;
  /** It failed: the next tick tries again. */
  release(name: string, period: string): Promise<void>;
  /** When it was done last for this period, or null. */
  doneAt(name: string, period: string): Promise<Date | null>;
}

/** What the calendar asks for, in PostgreSQL. */
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
