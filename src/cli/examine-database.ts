import { sharesConnections } from '../database/pooler.ts';
import { type Finding, fault, ok } from './finding.ts';

/** Whether the address of the database leads to connections that stay ours. */
export async function examineDatabase(url: string): Promise<Finding[]> {
  const shared = await sharesConnections(url).catch(() => false);
  return shared
    ? [
        fault(
          'Database: DATABASE_URL leads through a pooler that lends each connection to others between transactions (PgBouncer in transaction mode). Prepared statements, the queue and migrations need connections of their own: use session mode, or the address of the database itself.',
        ),
      ]
    : [ok('Database: its connections are our own.')];
}
