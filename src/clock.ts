/** Where the time comes from; the playground moves it. */
export interface Clock {
  now(): Date;
}

/** This machine's own clock: for what speaks of no row of the database, such as a simulated platform. */
export const realClock: Clock = { now: () => new Date() };

/** By whose clocks weeks and bare dates are read where no school and no setting says otherwise. IANA name. */
export const DUTCH_TIMEZONE = 'Europe/Amsterdam';
