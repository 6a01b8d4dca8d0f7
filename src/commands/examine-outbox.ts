import type { Connection } from '../database/client.ts';
import { countOutbox } from '../database/outbox-count-store.ts';
import { readPause } from '../database/pause-store.ts';
import { type Finding, hint, ok } from './finding.ts';
import { localTime } from './local-time.ts';

/** A message that may go out and has waited so long tells that nobody sends, in seconds. */
const LATE_SECONDS = 600;

/** Whether messages go out, and whether some were given up. */
export async function examineOutbox(prisma: Connection, now: Date, timezone: string): Promise<Finding[]> {
  const { lanes, failed } = await countOutbox(prisma, now, 1_000);
  const paused = await readPause(prisma, now);
  const late = lanes.filter(({ oldestDueSeconds }) => oldestDueSeconds > LATE_SECONDS).length;
  return [
    paused === null ? examineLateness(late) : examinePause(paused.since, timezone),
    ...(failed === 0 ? [] : [hint(`Messages: ${failed} were given up: polsslag queue failed says why.`)]),
  ];
}

function examineLateness(lanes: number): Finding {
  if (lanes === 0) return ok('Messages: none is late.');
  return hint(`Messages: late in ${lanes} of the workspaces and tenants: see that a worker runs, and what it logs.`);
}

/** Then it is no wonder that messages are late. */
function examinePause(since: Date, timezone: string): Finding {
  return hint(
    `Messages: paused since ${localTime(since, timezone)}: nothing is planned or sent until polsslag resume.`,
  );
}
