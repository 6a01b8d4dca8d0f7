const FIRST_MS = 2_000;
const MAX_BACKOFF_MS = 600_000;

/**
 * How long to wait before the next attempt: from two seconds doubling to ten minutes, at random within the upper half
 * of that, so that messages that failed together do not all come back together.
 * @param attempts attempts so far, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(attempts: number, random: number): number {
  const longest = Math.min(MAX_BACKOFF_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(longest * (0.5 + random / 2));
}

/** The number of doubts that a killed worker or a cut connection explains. */
const SOON_AGAIN = 2;

/**
 * How long to wait after an attempt with unknown outcome. The first two times as after any failure, because a worker
 * may have been killed and somebody is waiting. After that ten minutes, four times longer each time: a message that
 * stays in doubt means that the platform is in trouble, and with short waits all five attempts would be over within
 * minutes for a few messages, or within the hour for a dozen, and all given up.
 * @param attempts as in backoffMs
 * @param doubts how often it was in doubt before
 * @param random as in backoffMs
 * @returns milliseconds
 */
export function doubtMs(attempts: number, doubts: number, random: number): number {
  if (doubts < SOON_AGAIN) return backoffMs(attempts, random);
  return Math.round(MAX_BACKOFF_MS * 4 ** (doubts - SOON_AGAIN) * (0.5 + random / 2));
}

/**
 * After this many refusals in a row the whole lane is considered refused; fewer may concern one message or one person.
 */
const MAX_REFUSALS = 3;
const LANE_FIRST_MS = 1_000;
const MAX_LANE_REST_MS = 60_000;

/**
 * How long a lane rests after consecutive failures: not at all for the first two (they may concern one message), then
 * from one second doubling to a minute.
 * @param failures failed rounds in a row, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds, 0 for no rest
 */
export function laneRestMs(failures: number, random: number): number {
  if (failures < MAX_REFUSALS) return 0;
  const longest = Math.min(MAX_LANE_REST_MS, LANE_FIRST_MS * 2 ** Math.min(20, failures - MAX_REFUSALS));
  return Math.round(longest * (0.5 + random / 2));
}

const BARRED_FIRST_MS = 900_000;
const MAX_BARRED_MS = 3_600_000;

/**
 * How long a message waits that its workspace refuses: from a quarter of an hour doubling to an hour, at random within
 * the upper half, because somebody first has to allow the app there.
 * @param attempts attempts so far, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function barredMs(attempts: number, random: number): number {
  const longest = Math.min(MAX_BARRED_MS, BARRED_FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(longest * (0.5 + random / 2));
}

/** Whether the whole lane is refused. @param refusals refused rounds in a row, without a success between */
export function isLaneBarred(refusals: number): boolean {
  return refusals >= MAX_REFUSALS;
}

/**
 * How long a refused lane rests: not at all for the first two refusals, because a workspace may refuse the app for some
 * of its people only, and the others must not wait for them.
 * @param refusals as in isLaneBarred
 * @param random as in backoffMs
 * @returns milliseconds, 0 for no rest
 */
export function barredLaneRestMs(refusals: number, random: number): number {
  return isLaneBarred(refusals) ? barredMs(refusals - MAX_REFUSALS + 1, random) : 0;
}
