/** Where the time comes from; the playground moves it. */
export interface Clock {
  now(): Date;
}

/** This machine's own clock: for what speaks of no row of the database, such as a simulated platform. */
export const realClock: Clock = { now: () => new Date() };
