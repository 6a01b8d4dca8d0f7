import { TZDate } from '@date-fns/tz';
import { addWeeks } from 'date-fns/addWeeks';
import { startOfISOWeek } from 'date-fns/startOfISOWeek';
import type { GoodMoments } from '../calendar/store.ts';
import { DUTCH_TIMEZONE } from '../clock.ts';
import type { NotificationStore } from './notification.ts';

interface Postponing {
  readonly notifications: Pick<NotificationStore, 'untimely' | 'postpone'>;
  readonly goodMoments: GoodMoments;
}

/**
 * Finds another moment for messages that nobody asked for and that must not be sent now: for late ones the next good
 * moment, for those that are one too many this week one in the next week. Messages without such a moment before they
 * are too late are given up.
 */
export async function postponeUntimely({ notifications, goodMoments }: Postponing, now: Date): Promise<void> {
  const untimely = await notifications.untimely(now);
  if (untimely.length === 0) return;
  const until = new Map<string, Date | null>();
  for (const enough of [true, false]) {
    const these = untimely.filter((each) => each.enough === enough);
    const moments = await goodMoments(
      these.map(({ personId }) => personId),
      enough ? mondayAfter(now) : now,
    );
    for (const { id, personId } of these) until.set(id, moments.get(personId) ?? null);
  }
  await notifications.postpone(until);
}

function mondayAfter(now: Date): Date {
  return new Date(addWeeks(startOfISOWeek(new TZDate(now, DUTCH_TIMEZONE)), 1).getTime());
}
