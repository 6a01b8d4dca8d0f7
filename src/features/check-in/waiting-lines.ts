import { dayAt } from '../../calendar/day.ts';
import type { Person } from '../../people/person.ts';
import { sayMoment } from '../../text/say-moment.ts';
import type { createOwnPlan } from './own-plan.ts';
import { checkInTexts } from './texts.ts';

type Plan = Pick<ReturnType<typeof createOwnPlan>, 'openUntil' | 'standsStill'>;

/**
 * The lines on the home page about questions: that some can be answered, and that none come while the deployment is
 * paused.
 */
export async function waitingLines(
  { openUntil, standsStill }: Plan,
  { id, language }: Pick<Person, 'id' | 'language'>,
  now: Date,
): Promise<readonly string[]> {
  const texts = checkInTexts(language);
  const [open, isStill] = await Promise.all([openUntil(id, now), standsStill(id)]);
  const lines = isStill ? [texts.standsStill] : [];
  if (open === null) return lines;
  const { at, timezone, pausedUntil } = open;
  // Somebody who takes a pause is not called to their questions.
  const isResting = pausedUntil !== null && pausedUntil > dayAt(now, timezone);
  return [(isResting ? texts.openInPause : texts.open)(sayMoment(at, timezone, language)), ...lines];
}
