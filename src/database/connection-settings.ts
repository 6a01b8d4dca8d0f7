import type { ClientBase } from 'pg';

/**
 * Sets a connection's statement timeout, and its time zone to UTC. Prisma writes moments without an offset and ignores
 * the offset of those it reads, so that on a server with another time zone (Debian's takes that of the machine) each
 * would be an hour or more off. Both are set after connecting, because a pooler such as PgBouncer refuses connections
 * that ask for it while they open.
 * @param ms statement timeout in milliseconds
 * @returns the id of the server process behind the connection, which a pooler does not tell while it opens
 */
export async function configureConnection(client: ClientBase, ms: number): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT set_config('statement_timeout', '${Math.round(ms)}', false), set_config('TimeZone', 'UTC', false),
            pg_backend_pid() AS pid`,
  );
  return rows[0]?.pid ?? null;
}
