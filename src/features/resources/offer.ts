import { addMinutes } from 'date-fns/addMinutes';
import type { Calendar } from '../../calendar/calendar.ts';
import type { Block } from '../../chat/view.ts';
import { startOfWeek, weekOf } from '../../measurement/iso-week.ts';
import type { Person } from '../../people/person.ts';
import { isOfferDay, portionOf, type Turns, turnsLeft } from './spread.ts';
import { type Answering, currentQuarter } from './standing.ts';
import { offerBlocks } from './view.ts';

/** Holidays that the operator imports count so many minutes later. */
const KNOWN_MINUTES = 10;

interface Known {
  readonly from: Date;
  readonly calendar: Promise<Calendar>;
  /** Most teachers of a school have as many turns left, and counting them takes longer than everything else here. */
  readonly turns: Map<string, number>;
}

/**
 * What stands below the thanks after a check-in: this turn's portion, as long as it is not done. Thousands see their thanks
 * within minutes, so that it is one statement for each.
 */
export function createOffer(context: Answering) {
  const { store, settings, now } = context;
  const codes = new Set(context.instruments.resources.first.items.map(({ code }) => code));
  let known: Known | null = null;

  function knownAt(at: Date): Known {
    if (known === null || at < known.from || at >= addMinutes(known.from, KNOWN_MINUTES)) {
      known = { from: at, calendar: store.calendar(), turns: new Map() };
      known.calendar.catch(() => {
        known = null;
      });
    }
    return known;
  }

  return async ({ id, language }: Pick<Person, 'id' | 'language'>): Promise<readonly Block[]> => {
    const at = now();
    const [quarter, week] = [currentQuarter(context), weekOf(at, settings.timezone)];
    const standing = await store.standingOf(id, quarter, startOfWeek(week, settings.timezone));
    if (!standing) return [];
    const left = codes.size - standing.done.filter((code) => codes.has(code)).length;
    if (left === 0) return [];
    const { calendar, turns } = knownAt(at);
    const days = await calendar;
    if (!isOfferDay(standing, at, days)) return [];
    const same = keyOf(standing, quarter, week);
    const toCome =
      turns.get(same) ??
      turnsLeft(standing, quarter, at, { calendar: days, checkInSchedule: settings.checkInSchedule });
    turns.set(same, toCome);
    const portion = portionOf(left + standing.doneNow, toCome) - standing.doneNow;
    return portion > 0 ? offerBlocks(language, Math.min(left, portion)) : [];
  };
}

function keyOf({ rhythm, everyWeeks }: Turns, quarter: string, week: string): string {
  const { school, timezone, day, workdays, pausedUntil } = rhythm;
  return JSON.stringify([school?.id, timezone, day, workdays, pausedUntil, everyWeeks, quarter, week]);
}
