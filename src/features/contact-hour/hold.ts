const MINUTE_MS = 60_000;
const HOUR = 60 * MINUTE_MS;

/** The least time somebody has to answer; with less they are not asked. */
const LEAST = 10 * MINUTE_MS;
/** A hold that would end at night ends this long into the morning. */
const IN_THE_MORNING = 30 * MINUTE_MS;

/** Gives the next moment from `from` on at which somebody may be disturbed. */
type GoodMoment = (from: Date) => Promise<Date>;

/**
 * How long a slot is held for somebody: shorter when it is near, and never until a moment at which they may not be
 * disturbed. Null when there is no time to ask them.
 */
export async function holdFor(begins: Date, now: Date, goodMoment: GoodMoment) {
  const latest = begins.getTime() - HOUR;
  const from = await goodMoment(now);
  const wanted = new Date(from.getTime() + lengthFor(begins.getTime() - from.getTime()));
  const good = await goodMoment(wanted);
  const fitting = good.getTime() === wanted.getTime() ? wanted.getTime() : good.getTime() + IN_THE_MORNING;
  const until = Math.min(fitting, latest);
  return until - from.getTime() >= LEAST ? { from, until: new Date(until) } : null;
}

/** @param ahead milliseconds until the slot begins */
function lengthFor(ahead: number): number {
  if (ahead > 24 * HOUR) return 2 * HOUR;
  return ahead > 4 * HOUR ? HOUR : 20 * MINUTE_MS;
}
