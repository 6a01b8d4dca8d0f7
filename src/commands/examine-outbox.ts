import type { Connection } from '../database/client.ts';
import { countOutbox } from '../database/outbox-count-store.ts';
import { type Finding, hint, ok } from './finding.ts';

/** A message that may go out and has waited so long tells that nobody sends, in seconds. */
const LATE_SECONDS = 600;

/** Whether messages go out, and whether some were given up. */
export async function examineOutbox(prisma: Connection, now: Date): Promise<Finding[]> {
  const { lanes, failed } = await countOutbox(prisma, now, 1_000);
  const late = lanes.filter(({ oldestDueSeconds }) => oldestDueSeconds > LATE_SECONDS);
  return [
    late.length === 0
      ? ok('Messages: none is late.')
      : hint(
          `Messages: late in ${late.length} of the workspaces and tenants: see that a worker runs, and what it logs.`,
        ),
    ...(failed === 0 ? [] : [hint(`Messages: ${failed} were given up: polsslag queue failed says why.`)]),
  ];
}
