import { PolsslagError } from '../errors.ts';
import type { ReceiveEvent } from './event.ts';

/**
 * Takes on a few events of one person at a time. More than these nobody does by hand: without an end to it, one who sends a hundred
 * long messages a second keeps the processor so busy that others' taps come too late. The platform may send again what is refused.
 * @param most of one person
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
