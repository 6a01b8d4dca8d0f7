import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

/** A clock that must be closed. */
interface KeptClock extends Clock {
  close(): void;
}

interface DatabaseClockOptions {
  /** How often the database is asked for its time, in milliseconds. */
  readonly refreshMs?: number;
  /** Called with the size of a jump, in milliseconds, when somebody set the database's clock. */
  readonly onJump?: (ms: number) => void;
}

const REFRESH_MS = 10_000;
/** An answer that took longer than this, in milliseconds, is too imprecise to use. */
const MAX_ASKING_MS = 500;
/** A difference above this, in milliseconds, is a jump: clocks drift less between two readings. */
const JUMP_MS = 1_000;

const clockRows = z.tuple([z.object({ now: z.date() })]);

interface ClockReading {
  /** The database's time, in milliseconds since 1970. */
  readonly time: number;
  /** When it was read, by this process's monotonic clock. */
  readonly at: number;
  readonly askedForMs: number;
}

/**
 * The database's time, which is the same for all processes whatever their machines' clocks say. Between readings the
 * monotonic clock is used.
 * @throws the database's error when the first reading fails
 */
export async function openDatabaseClock(
  readTime: () => Promise<Date>,
  { refreshMs = REFRESH_MS, onJump = () => undefined }: DatabaseClockOptions = {},
): Promise<KeptClock> {
  let known = await readClock(readTime);
  let asking = false;

  async function refresh(): Promise<void> {
    if (asking) return;
    asking = true;
    try {
      const next = await readClock(readTime);
      if (next.askedForMs > Math.max(MAX_ASKING_MS, known.askedForMs)) return;
      const jump = next.time - known.time - (next.at - known.at);
      if (Math.abs(jump) > JUMP_MS) onJump(Math.round(jump));
      known = next;
    } catch {
      // While the database is away the monotonic clock goes on.
    } finally {
      asking = false;
    }
  }

  const timer = setInterval(() => void refresh(), refreshMs);
  timer.unref();
  return {
    now: () => new Date(known.time + performance.now() - known.at),
    close: () => clearInterval(timer),
  };
}

/** The database's current time. It does not use Prisma, so that a start need not wait for Prisma's engine. */
export async function readDatabaseTime({ ask }: Pick<Pool, 'ask'>): Promise<Date> {
  const [{ now }] = clockRows.parse(await ask(Prisma.sql`SELECT clock_timestamp() AS now`));
  return now;
}

async function readClock(readTime: () => Promise<Date>): Promise<ClockReading> {
  const begun = performance.now();
  const time = await readTime();
  const ended = performance.now();
  return { time: time.getTime(), at: (begun + ended) / 2, askedForMs: ended - begun };
}
