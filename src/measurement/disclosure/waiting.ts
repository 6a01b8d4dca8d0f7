import { FEWEST_PEOPLE } from '../gate.ts';

/**
 * Decides what may be told of how long teachers waited for a first visit: the median in whole days, each teacher once (the
 * mean of theirs); null for fewer than the minimum of different ones. It is no answer of theirs, and whoever was visited
 * and whoever came know a wait themselves; the median of five or more ties none to a teacher whom they do not know of.
 * Every wait is told of once, in one week: two medians cannot be subtracted.
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
