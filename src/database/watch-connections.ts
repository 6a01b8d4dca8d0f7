import pg from 'pg';
import { z } from 'zod';

/** How often connections are looked at, in milliseconds. */
const EVERY_MS = 10_000;
/** So long the server may take to say what it does, in milliseconds. */
const TIMEOUT_MS = 5_000;

interface Watched {
  readonly client: pg.Client;
  readonly pid: number;
  /** What had come over it at the last look, in bytes, when it waited for an answer then. */
  heardAtLook: number | null;
}

interface ConnectionWatch {
  /** @param pid of the server's process */
  add(client: pg.ClientBase, pid: number): void;
  stop(): void;
}

const busy = z.object({
  readyForQuery: z.literal(false),
  connection: z.object({ stream: z.object({ bytesRead: z.int() }) }),
});

/**
 * Gives up connections whose other end is gone without a word, as after a failover or behind a firewall that forgot them. How long a
 * statement takes tells nothing, because some may take minutes: so the server is asked, over a new connection, whether it still works on what is waited for.
 * While that cannot be asked nothing is given up.
 */
export function watchConnections(url: string, everyMs: number = EVERY_MS): ConnectionWatch {
  const watched = new Set<Watched>();
  let looking = false;

  async function look(): Promise<void> {
    const waiting = [...watched].filter(waitsStill);
    for (const each of watched) each.heardAtLook = heardSoFar(each);
    if (waiting.length === 0) return;
    const atWork = await pidsAtWork(url);
    for (const each of waiting.filter(({ pid }) => !atWork.has(pid))) if (waitsStill(each)) void each.client.end();
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // The server is away: the next look may find it.
    look()
      .catch(() => undefined)
      .finally(() => {
        looking = false;
      });
  }, everyMs);
  timer.unref();
  return {
    add(client, pid) {
      if (!(client instanceof pg.Client)) return;
      const each: Watched = { client, pid, heardAtLook: null };
      watched.add(each);
      client.on('end', () => watched.delete(each));
    },
    stop: () => clearInterval(timer),
  };
}

/** In bytes, of one that waits for an answer; null of any other. */
function heardSoFar({ client }: Watched): number | null {
  return busy.safeParse(client).data?.connection.stream.bytesRead ?? null;
}

/** It waited at the last look, and nothing came since: where much is read, the server waits for us again and again. */
function waitsStill(each: Watched): boolean {
  return each.heardAtLook !== null && each.heardAtLook === heardSoFar(each);
}

/** What waits for us, to read on or to take more, does not work. */
async function pidsAtWork(url: string): Promise<ReadonlySet<number>> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE usename = current_user AND state NOT LIKE 'idle%' AND wait_event_type IS DISTINCT FROM 'Client'`,
    );
    return new Set(rows.map(({ pid }) => pid));
  } finally {
    client.end().catch(() => undefined);
  }
}
