import { z } from 'zod';
import type { Clock } from '../clock.ts';
import type { Pool } from './client.ts';
import { Prisma } from './generated/client.ts';

/** A clock that somebody must stop. */
interface KeptClock extends Clock {
  close(): void;
}

interface DatabaseClockOptions {
  /** How often the database is asked, in milliseconds. */
  readonly refreshMs?: number;
  /** Hears how many milliseconds the time jumped when it did: somebody set the database's clock. */
  readonly onJump?: (ms: number) => void;
}

const REFRESH_MS = 10_000;
/** An answer that took longer says too little about when it was given, in milliseconds. */
const MAX_ASKING_MS = 500;
/** Clocks drift by less than this between two questions, in milliseconds. */
const JUMP_MS = 1_000;

const clockRows = z.tuple([z.object({ now: z.date() })]);

interface ClockReading {
  /** The database's time, in milliseconds since 1970. */
  readonly time: number;
  /** The moment of it on this process's monotonic clock. */
  readonly at: number;
  readonly askedForMs: number;
}

/**
 * The database's time: one for all processes, whatever their machines' clocks say or somebody sets them to. Between
 * two questions the monotonic clock counts on.
 * @throws what the database throws when it cannot be asked at first
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
      // The database is away: the monotonic clock counts on until it is back.
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

/** What time it is in the database; without Prisma's engine, which a start does not wait for. */
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
