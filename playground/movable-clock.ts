import type { Clock } from '../src/clock.ts';

/** A clock that runs, and that can be set ahead. */
export interface MovableClock extends Clock {
  /** @throws RangeError when the moment has passed: nothing that happened may happen again */
  moveTo(moment: Date): void;
}

/** @param start the time that it shows at first */
export function createMovableClock(start: Date): MovableClock {
  let set = { to: start.getTime(), at: performance.now() };
  const now = () => new Date(set.to + performance.now() - set.at);
  return {
    now,
    moveTo: (moment) => {
      if (moment < now()) throw new RangeError('a clock can only be moved ahead: choose a later moment');
      set = { to: moment.getTime(), at: performance.now() };
    },
  };
}
