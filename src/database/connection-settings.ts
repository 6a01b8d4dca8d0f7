import type { ClientBase } from 'pg';

/**
 * Lets the server end every statement of this connection that takes longer, and tell and read times in UTC: Prisma writes a
 * moment without an offset and leaves out the one that it reads, so that on a server with clocks of its own (Debian's has those
 * of the machine) each would be an hour or more away from what the server reckons with itself. Said once it is open, because a
 * pooler such as PgBouncer refuses a connection that asks for it while it opens.
 * @param ms milliseconds
 * @returns the number of the server's process behind it, which a pooler does not tell as it opens
 */
export async function configureConnection(client: ClientBase, ms: number): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT set_config('statement_timeout', '${Math.round(ms)}', false), set_config('TimeZone', 'UTC', false),
            pg_backend_pid() AS pid`,
  );
  return rows[0]?.pid ?? null;
}
