import pg from 'pg';

const WAIT_MS = 5_000;
/** Tried several times, because somebody else's transaction may come between two of our statements. */
const TRIES = 3;

/**
 * Whether a pooler such as PgBouncer in transaction mode shares server connections between clients: it then lends the
 * server connection of our idle client to the next transaction. The queue's LISTEN, the lock around migrations and
 * prepared statements depend on one connection and would be lost there.
 */
export async function sharesConnections(url: string): Promise<boolean> {
  const [idle, busy] = [openClient(url), openClient(url)];
  try {
    await Promise.all([idle.connect(), busy.connect()]);
    for (let tries = 0; tries < TRIES; tries += 1) {
      const before = await backendOf(idle);
      await busy.query('BEGIN');
      const lent = await backendOf(busy);
      await busy.query('ROLLBACK');
      if (lent === before) return true;
    }
    return false;
  } finally {
    await Promise.all([idle.end(), busy.end()]);
  }
}

async function backendOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

function openClient(url: string): pg.Client {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: WAIT_MS, query_timeout: WAIT_MS });
  client.on('error', () => undefined);
  return client;
}
