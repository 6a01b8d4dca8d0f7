/** The source of the current time; the playground moves it. */
export interface Clock {
  now(): Date;
}

/** This machine's own clock, for code that has no database to take the time from, such as a simulated platform. */
export const realClock: Clock = { now: () => new Date() };

/** The time zone (IANA name) of weeks and bare dates when neither a school nor a setting names another one. */
export const DUTCH_TIMEZONE = 'Europe/Amsterdam';
