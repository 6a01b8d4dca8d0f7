import type { Instrument } from '../../measurement/instrument.ts';
import type { CycleSummary } from '../../measurement/statistics.ts';

export interface MethodStore {
  /**
   * The complete cycles of those who take part, as far as all three weeks lie before a week: cycles of check-ins, and
   * imported answers that make one. Imported answers that came too late for their week do not count.
   */
  cyclesBefore(week: string, instrument: Instrument): Promise<CycleSummary>;
  /** Writes the quarter's post for every supervisors' channel to the outbox, once. @returns how many were new */
  announce(quarter: string, now: Date, notAfter: Date): Promise<number>;
}
