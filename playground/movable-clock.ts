import type { Clock } from '../src/clock.ts';

/** A clock that can be set ahead and then goes on from there. */
export interface MovableClock extends Clock {
  /** Throws RangeError when the moment has passed: nothing that happened may happen again. */
  moveTo(moment: Date): void;
}

/** @param start what it shows at first */
export function createMovableClock(start: Date): MovableClock {
  let set = { to: start.getTime(), at: performance.now() };
  const now = () => new Date(set.to + performance.now() - set.at);
  return {
    now,
    moveTo: (moment) => {
      if (moment < now()) throw new RangeError('a clock is not turned back');
      set = { to: moment.getTime(), at: performance.now() };
    },
  };
}
