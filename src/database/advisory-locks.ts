// The numbers of PostgreSQL's advisory locks. They have no meaning; they are listed together so that none is used twice by
// accident. Locks of different databases do not meet.

/** Held by one migrating process at a time. */
export const MIGRATION_LOCK = 7_026_112;

/**
 * Held while a migration or an import changes the database, until its transaction ends, also when the process that began it
 * is gone. Both use one lock: a migration that began during an import would wait for its tables, and every tap behind it.
 */
export const BULK_CHANGE_LOCK = 7_026_113;

/** Held on the embedded server's own database `postgres` by every process that uses the data folder. */
export const FOLDER_LOCK = 7_026_113;
