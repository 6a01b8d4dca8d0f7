import { FEWEST_PEOPLE } from '../gate.ts';

/**
 * Decides what may be shown of how long teachers waited for a first visit: the median in whole days, with each teacher
 * once (the mean of their waits); null for fewer teachers than the minimum. A wait is no answer, and both the teacher
 * and the visitor know it themselves; the median of five or more links none to a teacher whom the reader does not
 * already know about. Every wait is used in one week only, so that two medians cannot be subtracted.
 */
export function discloseWaiting(
  waits: readonly { readonly teacher: string; readonly days: number }[],
  minimum: number,
): number | null {
  const ofTeachers = new Map<string, number[]>();
  for (const { teacher, days } of waits) ofTeachers.set(teacher, [...(ofTeachers.get(teacher) ?? []), days]);
  if (ofTeachers.size < Math.max(minimum, FEWEST_PEOPLE)) return null;
  const means = [...ofTeachers.values()]
    .map((days) => days.reduce((sum, each) => sum + each, 0) / days.length)
    .sort((one, other) => one - other);
  const [below, above] = [means[Math.floor((means.length - 1) / 2)], means[Math.floor(means.length / 2)]];
  return Math.round(((below ?? 0) + (above ?? 0)) / 2);
}
