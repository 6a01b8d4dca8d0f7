import { TZDate } from '@date-fns/tz';
import { addMinutes } from 'date-fns/addMinutes';
import { subWeeks } from 'date-fns/subWeeks';
import { planCheckIns } from '../src/features/check-in/plan-check-ins.ts';
import type { createCheckInStore } from '../src/features/check-in/store.ts';
import { freezeWeek } from '../src/features/trends/publish-week.ts';
import { weekOf } from '../src/measurement/iso-week.ts';
import type { Random } from '../src/measurement/random.ts';
import type { Truth } from '../src/measurement/simulated-truth.ts';
import { mondayAfter, tuesdayOf } from './calendar.ts';

interface PastWeeks {
  readonly planning: Parameters<typeof planCheckIns>[0];
  readonly checkIns: Pick<ReturnType<typeof createCheckInStore>, 'addAnswer'>;
  readonly publication: Parameters<typeof freezeWeek>[0];
  /** The check-ins of a week with the key of their person, so that each can be answered. */
  readonly checkInsOf: (
    week: string,
  ) => Promise<readonly { readonly id: string; readonly person: string; readonly items: readonly string[] }[]>;
  /** Deletes the messages that planning has put in the outbox. */
  readonly dropMessages: () => Promise<void>;
  readonly truthOf: (person: string) => Truth;
  readonly random: Random;
  /** The chance that a teacher answers, 0 to 1. */
  readonly responseRate: number;
}

/**
 * Makes the past of the demonstration: the weeks before `until` are planned, answered and frozen by the product's own
 * code, only without a chat.
 */
export async function playPastWeeks(past: PastWeeks, until: Date, weeks: number): Promise<void> {
  const { timezone } = past.planning.settings;
  for (let ago = weeks; ago >= 1; ago -= 1) {
    const tuesday = tuesdayOf(subWeeks(new TZDate(until, timezone), ago), timezone);
    const week = weekOf(tuesday, timezone);
    await planCheckIns(past.planning, tuesday);
    await past.dropMessages();
    await answerWeek(past, week, tuesday);
    await freezeWeek(past.publication, week, mondayAfter(tuesday, timezone));
  }
}

async function answerWeek(past: PastWeeks, week: string, tuesday: Date): Promise<void> {
  const stored: Promise<boolean>[] = [];
  for (const checkIn of await past.checkInsOf(week)) {
    if (past.random() >= past.responseRate) continue;
    const truth = past.truthOf(checkIn.person);
    const at = addMinutes(tuesday, Math.floor(past.random() * 2_000));
    for (const item of checkIn.items) stored.push(past.checkIns.addAnswer(checkIn.id, item, truth(item), at));
  }
  await Promise.all(stored);
}
