const FIRST_MS = 2_000;
const MAX_BACKOFF_MS = 600_000;

/**
 * How long to wait before the next attempt: doubles from two seconds to ten minutes, and is spread over the upper
 * half of that so that what failed together does not come back together.
 * @param attempts attempts so far, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(attempts: number, random: number): number {
  const longest = Math.min(MAX_BACKOFF_MS, FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(longest * (0.5 + random / 2));
}

/** So often a worker may have been killed over the same message, or its connection cut. */
const SOON_AGAIN = 2;

/**
 * How long a message waits whose last attempt cannot be told of. The first two times as after any failure: a worker was killed, and
 * somebody waits. From then on ten minutes, four times longer each time: what stays in doubt is a platform in trouble, and of a few
 * messages the five tries would be over within minutes, of a dozen within the hour, and all given up.
 * @param attempts as in backoffMs
 * @param doubts how often it was in doubt before
 * @param random as in backoffMs
 * @returns milliseconds
 */
export function doubtMs(attempts: number, doubts: number, random: number): number {
  if (doubts < SOON_AGAIN) return backoffMs(attempts, random);
  return Math.round(MAX_BACKOFF_MS * 4 ** (doubts - SOON_AGAIN) * (0.5 + random / 2));
}

/** Refusals in a row before they are taken for the lane's: fewer may be about one message or one person. */
const MAX_REFUSALS = 3;
const LANE_FIRST_MS = 1_000;
const MAX_LANE_REST_MS = 60_000;

/**
 * How long a lane rests after failures in a row that no success broke: not at all for the first two (they may be
 * about one message), then from one second doubling to a minute.
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
 * How long a message waits that its workspace bars: somebody has to allow the app there first, so from a quarter of an
 * hour doubling to an hour, spread over the upper half.
 * @param attempts attempts so far, from 1
 * @param random uniform in [0, 1)
 * @returns milliseconds
 */
export function barredMs(attempts: number, random: number): number {
  const longest = Math.min(MAX_BARRED_MS, BARRED_FIRST_MS * 2 ** Math.min(20, Math.max(0, attempts - 1)));
  return Math.round(longest * (0.5 + random / 2));
}

/** Whether it is the whole lane that is barred. @param refusals refused rounds in a row that no success broke */
export function isLaneBarred(refusals: number): boolean {
  return refusals >= MAX_REFUSALS;
}

/**
 * How long a lane rests that is barred: not at all for the first two, because a workspace may bar the app for some of
 * its people only, and the others must not wait for them.
 * @param refusals as in isLaneBarred
 * @returns milliseconds, 0 for no rest
 */
export function barredLaneRestMs(refusals: number, random: number): number {
  return isLaneBarred(refusals) ? barredMs(refusals - MAX_REFUSALS + 1, random) : 0;
}
