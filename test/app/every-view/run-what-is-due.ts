import { lastDue } from '../../../src/schedule/due.ts';
import type { OpenFeatures } from '../open-features.ts';

/** Does for every schedule what was due last, as the scheduler would after an outage. */
export async function runWhatIsDue({ schedules }: OpenFeatures, now: Date): Promise<void> {
  for (const { cron, timezone, period, lastMoment, run } of schedules) {
    const due = period(lastDue(cron, timezone, now));
    if (due !== null && now < lastMoment(due)) await run(due, now);
  }
}
