import { lastDue } from '../../../src/schedule/due.ts';
import type { OpenFeatures } from '../open-features.ts';

/** Runs every schedule for its latest due moment, as the scheduler does after an outage. */
export async function runWhatIsDue({ schedules }: OpenFeatures, now: Date): Promise<void> {
  for (const { cron, timezone, period, lastMoment, run } of schedules) {
    const due = period(lastDue(cron, timezone, now));
    if (due !== null && now < lastMoment(due)) await run(due, now);
  }
}
