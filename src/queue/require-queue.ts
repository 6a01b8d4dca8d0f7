import { PolsslagError, systemErrorCode } from '../errors.ts';
import type { QueueBackend } from './backend.ts';
import { RedisRefusal } from './redis.ts';

/** PostgreSQL's insufficient_privilege. */
const NO_RIGHTS = '42501';

/** Checks that the queue works. @throws PolsslagError UNAVAILABLE that says what to do, when it does not */
export async function requireQueue(queue: QueueBackend): Promise<void> {
  try {
    await queue.ping();
  } catch (cause) {
    if (cause instanceof RedisRefusal) throw cause;
    throw new PolsslagError('UNAVAILABLE', describeAbsence(queue, cause), { cause });
  }
}

function describeAbsence({ kind }: QueueBackend, cause: unknown): string {
  if (kind === 'redis') {
    return 'The queue on Redis (REDIS_URL) cannot be reached: see that it runs, and that its address is right.';
  }
  return systemErrorCode(cause) === NO_RIGHTS
    ? 'The user of the database may not make the schema of the queue, bullmq: let it create schemas in this database, or set REDIS_URL.'
    : 'The queue on PostgreSQL cannot be reached: see that it runs, and that its address is right.';
}
