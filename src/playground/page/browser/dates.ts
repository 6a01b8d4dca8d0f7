const ZONE = 'Europe/Amsterdam';

const moment = new Intl.DateTimeFormat('nl-NL', {
  timeZone: ZONE,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const day = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long' });
const time = new Intl.DateTimeFormat('nl-NL', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });

/** 'dinsdag 24 november 2026' */
export const dateText = (date: Date) => moment.format(date);
/** 'dinsdag 24 november' */
export const dayText = (date: Date) => day.format(date);
/** '15:30' */
export const timeText = (date: Date) => time.format(date);

/** A Slack message's id is the moment at which it was posted. */
export const momentOf = (ts: string) => new Date(Number(ts) * 1000);
