/** Something that is done once a period. It may be repeated: what is done already is left alone. */
export interface ScheduledRun {
  /** What it is marked by: 'check-ins' */
  readonly name: string;
  /** When it is due, as a cron pattern of five fields in a time zone (IANA name). */
  readonly cron: string;
  readonly timezone: string;
  /** The period that a moment belongs to ('2026-W48'); null when nothing is due then, for what a cron pattern cannot say. */
  period(at: Date): string | null;
  /** Until when it is worth doing for a period, after an outage. */
  lastMoment(period: string): Date;
  run(period: string, now: Date): Promise<void>;
  /**
   * Does what could not be done when the others were; asked every quarter of an hour after `run`, up to lastMoment.
   * @returns whether there was anything
   */
  readonly again?: (period: string, now: Date) => Promise<boolean>;
}
