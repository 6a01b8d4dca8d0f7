import { errorCode } from '../error-code.ts';

/** A reason why a running database refuses work, which an operator can remove and nobody has to report as a fault. */
interface PostgresRefusal {
  /** For a machine to read. */
  readonly reason: 'read_only' | 'disk_full' | 'no_connections' | 'transaction_pooler';
  /** What to do, as sentences for an operator. */
  readonly advice: string;
}

/** Advice about a pooler that gives each transaction another connection. */
export const POOLER_ADVICE =
  'DATABASE_URL leads through a pooler that lends each connection to others between transactions (PgBouncer in transaction mode). Prepared statements, the queue and migrations need connections of their own: use session mode, or the address of the database itself.';
const POOLER: PostgresRefusal = { reason: 'transaction_pooler', advice: POOLER_ADVICE };

/** By PostgreSQL's own error codes. */
const REFUSALS: Readonly<Record<string, PostgresRefusal>> = {
  '25006': {
    reason: 'read_only',
    advice:
      'The database takes no writes. Either it is a copy of another server: name that one in DATABASE_URL. Or its host made it read-only, as some do when its disk is nearly full: give it room.',
  },
  '53100': { reason: 'disk_full', advice: 'The disk of the database is full: give it room, and try again.' },
  '53300': {
    reason: 'no_connections',
    advice:
      'The database has no connection left to give: raise its max_connections, or run fewer processes, each of which opens up to thirty, and try again.',
  },
  // Our prepared statement belongs to another client, or is gone.
  '42P05': POOLER,
  '26000': POOLER,
};

/** Why the database refused a statement or a connection; null for any other error. */
export function refusalOf(error: unknown): PostgresRefusal | null {
  return REFUSALS[errorCode(error)] ?? null;
}
