import { type Finding, hint, ok } from './finding.ts';

/** Slack and Microsoft allow five minutes; a machine that is off by one goes on drifting. */
const MOST_MS = 60_000;

/**
 * Whether this machine's clock is right enough to judge signatures and tokens, which Slack and Microsoft date.
 * @param read the others' clocks; null where one cannot be asked
 * @param now this machine's
 */
export async function examineClocks(
  read: { readonly database: () => Promise<Date>; readonly slack: () => Promise<Date | null> },
  now: () => number,
): Promise<Finding[]> {
  const offs = [
    { whose: "the database's", ms: await aheadOf(read.database, now) },
    { whose: "Slack's", ms: await aheadOf(read.slack, now) },
  ].filter(({ ms }) => Math.abs(ms) > MOST_MS);
  if (offs.length === 0) return [ok("Clock: this machine's agrees with the others.")];
  return offs.map(({ whose, ms }) => {
    const minutes = Math.round(Math.abs(ms) / 60_000);
    const how = `${minutes} minute${minutes === 1 ? '' : 's'} ${ms > 0 ? 'behind' : 'ahead of'}`;
    return hint(
      `Clock: this machine's is ${how} ${whose}. Messages go out in time all the same, but from five minutes on what Slack and Teams send is refused as too old or too new: set both by a time server (NTP).`,
    );
  });
}

async function aheadOf(read: () => Promise<Date | null>, now: () => number): Promise<number> {
  const begun = now();
  const there = await read();
  return there === null ? 0 : there.getTime() - (begun + now()) / 2;
}
