/**
 * Work that is done once for each period. It may run twice for one period, so it must leave alone what is already done.
 */
export interface ScheduledRun {
  /** The name under which it is recorded: 'check-ins'. */
  readonly name: string;
  /** When it is due: a cron pattern of five fields in a time zone (IANA name). */
  readonly cron: string;
  readonly timezone: string;
  /**
   * The period that a moment belongs to ('2026-W48'); null when nothing is due then after all, for rules that a cron
   * pattern cannot express.
   */
  period(at: Date): string | null;
  /** After an outage, the last moment at which the work of a period is still worth doing. */
  lastMoment(period: string): Date;
  run(period: string, now: Date): Promise<void>;
  /**
   * Does what `run` could not do yet. Called every quarter of an hour after `run`, until lastMoment.
   * @returns whether there was anything to do
   */
  readonly again?: (period: string, now: Date) => Promise<boolean>;
}
