/** How long a repeated warning is suppressed, in milliseconds. */
const QUIET_MS = 60_000;

/** The facts of a warning, such as codes and ids. */
type SaidTrouble = Readonly<Record<string, string | number | null>>;

/**
 * Reports a problem at once, and the same problem at most once a minute after that, with the number of repetitions.
 * When a server is away every connection reports it several times a second, and nothing else could be found in the log.
 * @param now monotonic time in milliseconds
 */
export function saySeldom(
  say: (trouble: SaidTrouble, what: string) => void,
  now: () => number = () => performance.now(),
): (trouble: SaidTrouble, what: string) => void {
  const told = new Map<string, { readonly at: number; again: number }>();
  return (trouble, what) => {
    const key = JSON.stringify([what, trouble]);
    const last = told.get(key);
    if (last && now() - last.at < QUIET_MS) {
      last.again += 1;
      return;
    }
    told.set(key, { at: now(), again: 0 });
    say(last && last.again > 0 ? { ...trouble, again: last.again } : trouble, what);
  };
}
