/** How long the same trouble is not said again, in milliseconds. */
const QUIET_MS = 60_000;

/** What is known of a trouble without its words, and how often it came again. */
type SaidTrouble = Readonly<Record<string, string | number | null>>;

/**
 * Says a trouble at once, and the same one once a minute from then on, with how often it came meanwhile: of a server that is away each
 * connection tells several times a second, and whoever reads the log finds nothing else in it.
 * @param now monotonic milliseconds
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
