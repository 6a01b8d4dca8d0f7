import { addDays } from 'date-fns/addDays';
import { addHours } from 'date-fns/addHours';
import { subHours } from 'date-fns/subHours';
import { z } from 'zod';
import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import type { Reply } from '../../chat/event.ts';
import type { Tap } from '../../chat/router.ts';
import type { View } from '../../chat/view.ts';
import type { Tools } from '../../feature.ts';
import { MIN_HOURS_LEFT } from './remind.ts';
import { createSnoozeStore } from './snooze-store.ts';
import type { CheckIn } from './store.ts';
import { checkInTexts } from './texts.ts';
import { isToAnswer, snoozedView, WHENS, whyOver } from './view.ts';

const chosen = z.object({ when: z.enum(WHENS) });

type Snoozing = Pick<Tools, 'database' | 'now' | 'goodMoments' | 'settings'>;

/**
 * Postpones a check-in to the moment that its owner chose, or to the next good one, if that is in time.
 * @param asItStands the check-in's own view
 */
export async function snoozeCheckIn(
  context: Snoozing,
  event: Tap,
  checkIn: CheckIn,
  asItStands: () => Promise<View>,
): Promise<Reply> {
  const texts = checkInTexts(checkIn.language);
  const now = context.now();
  const shown = async (current: () => Promise<View>): Promise<Reply> => {
    return { kind: 'replace', view: await current(), about: { notification: `check-in:${checkIn.id}`, current } };
  };
  // The view is made again when a slow platform draws it once more, so the note must be part of it.
  const notPutOff = (why: string) => shown(async () => withFirst(await asItStands(), why));
  const choice = chosen.safeParse(event.data);
  if (!choice.success || whyOver(checkIn, now) !== null || !checkIn.items.some(isToAnswer)) return shown(asItStands);
  const store = createSnoozeStore(context.database);
  const timezone = (await store.timezoneOf(checkIn.personId)) ?? context.settings.timezone;
  const wanted = wantedAt(choice.data.when, now, timezone, context.settings.lessonTime.end);
  const until = (await context.goodMoments([checkIn.personId], wanted)).get(checkIn.personId);
  const notAfter = subHours(checkIn.closesAt, MIN_HOURS_LEFT);
  if (!until || until >= notAfter) return notPutOff(texts.tooLateToSnooze);
  const done = await store.snooze({ checkIn: checkIn.id, by: event.from, until, notAfter }, now);
  if (!done) return notPutOff(texts.snoozedEnough);
  const view = snoozedView(checkIn, until, timezone);
  return shown(async () => view);
}

function wantedAt(when: z.infer<typeof chosen>['when'], now: Date, timezone: string, lessonsEnd: number): Date {
  switch (when) {
    case 'hour':
      return addHours(now, 1);
    case 'tomorrow':
      return addDays(now, 1);
    case 'after-school': {
      const today = dayAt(now, timezone);
      const end = momentOf(today, lessonsEnd, timezone);
      return end > now ? end : momentOf(daysAfter(today, 1), lessonsEnd, timezone);
    }
  }
}

function withFirst(view: View, text: string): View {
  return { ...view, blocks: [{ kind: 'note', text }, ...view.blocks] };
}
