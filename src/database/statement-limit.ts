import type { ClientBase } from 'pg';

/**
 * Lets the server end every statement of this connection that takes longer. Said once it is open, because a pooler such
 * as PgBouncer refuses a connection that asks for it while it opens.
 * @param ms milliseconds
 */
export async function limitStatements(client: ClientBase, ms: number): Promise<void> {
  await client.query(`SET statement_timeout = ${Math.round(ms)}`);
}
