import pg from 'pg';
import { z } from 'zod';

/** How often connections are checked, in milliseconds. */
const EVERY_MS = 10_000;
/** How long the server may take to answer the check, in milliseconds. */
const TIMEOUT_MS = 5_000;

interface Watched {
  readonly client: pg.Client;
  readonly pid: number;
  /** The bytes received by the last check, when it was waiting for an answer then; otherwise null. */
  heardAtLook: number | null;
}

interface ConnectionWatch {
  /** @param pid id of the server's process */
  add(client: pg.ClientBase, pid: number): void;
  stop(): void;
}

const busy = z.object({
  readyForQuery: z.literal(false),
  connection: z.object({ stream: z.object({ bytesRead: z.int() }) }),
});

/**
 * Closes connections whose other end is gone without notice, as after a failover or behind a firewall that forgot them.
 * The duration of a statement tells nothing, because some may take minutes. So the server is asked, over a new
 * connection, whether it still works for the ones that wait. When it cannot be asked, nothing is closed.
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
    // An error means that the server is away: the next check may find it.
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

/** The bytes received so far by a connection that waits for an answer; null for any other. */
function heardSoFar({ client }: Watched): number | null {
  return busy.safeParse(client).data?.connection.stream.bytesRead ?? null;
}

/**
 * Whether it waited at the last check and received nothing since. A large result arrives in pieces, with waits between
 * them.
 */
function waitsStill(each: Watched): boolean {
  return each.heardAtLook !== null && each.heardAtLook === heardSoFar(each);
}

/** The server's processes that are working. One that waits for its client, to read or to send more, is not. */
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
