import type { ClientBase } from 'pg';

/**
 * Lets the server end every statement of this connection that takes longer. Said once it is open, because a pooler such
 * as PgBouncer refuses a connection that asks for it while it opens.
 * @param ms milliseconds
 * @returns the number of the server's process behind it, which a pooler does not tell as it opens
 */
export async function limitStatements(client: ClientBase, ms: number): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT set_config('statement_timeout', '${Math.round(ms)}', false), pg_backend_pid() AS pid`,
  );
  return rows[0]?.pid ?? null;
}
