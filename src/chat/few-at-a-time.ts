import { PolsslagError } from '../errors.ts';
import type { ReceiveEvent } from './event.ts';

/**
 * Limits how many events of one person are handled at the same time. Nobody does more by hand. Without the limit,
 * somebody who sends a hundred long messages a second keeps the processor so busy that other people's taps come too
 * late. The platform may send a refused event again.
 * @param most the largest number of one person's events under way
 * @throws PolsslagError UNAVAILABLE for every event above it
 */
export function fewAtATime(receive: ReceiveEvent, most: number): ReceiveEvent {
  const underWay = new Map<string, number>();
  return async (event) => {
    const { platform, workspace, user } = event.from;
    const who = `${platform} ${workspace} ${user}`;
    const before = underWay.get(who) ?? 0;
    if (before >= most)
      throw new PolsslagError('UNAVAILABLE', 'More comes from one person than can be handled at once.');
    underWay.set(who, before + 1);
    try {
      return await receive(event);
    } finally {
      const left = (underWay.get(who) ?? 1) - 1;
      if (left > 0) underWay.set(who, left);
      else underWay.delete(who);
    }
  };
}
