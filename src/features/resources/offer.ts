import type { Calendar } from '../../calendar/calendar.ts';
import type { Block } from '../../chat/view.ts';
import { batchLoader } from '../../database/batch-calls.ts';
import { startOfWeek, weekOf } from '../../measurement/iso-week.ts';
import type { Person } from '../../people/person.ts';
import { isOfferDay, portionOf, type Turns, turnsLeft } from './spread.ts';
import { type Answering, currentQuarter } from './standing.ts';
import { offerBlocks } from './view.ts';

/**
 * Milliseconds. Imported holidays take effect with at most this delay. Every timezone's day begins with a new period.
 */
const PERIOD_MS = 5 * 60_000;

/**
 * What is the same for everybody, or for all people with the same rhythm. It is cached, because calculating with
 * timezones takes longer than all else here.
 */
interface Period {
  readonly number: number;
  readonly quarter: string;
  readonly weekBegan: Date;
  /** The number of turns left, by rhythm; 0 on a day on which nothing is offered. */
  readonly turns: Map<string, number>;
}

/**
 * Creates the offer below the thanks after a check-in: this turn's portion, until it is done. Thousands of people see
 * their thanks within minutes, so that simultaneous ones share one statement.
 */
export function createOffer(context: Answering) {
  const { store, settings, now } = context;
  const codes = new Set(context.instruments.resources.first.items.map(({ code }) => code));
  const calendarAt = rememberCalendar(() => store.calendar());
  let period: Period | null = null;

  function periodOf(at: Date): Period {
    const number = periodNumber(at);
    if (period?.number === number) return period;
    const { timezone } = settings;
    const weekBegan = startOfWeek(weekOf(at, timezone), timezone);
    period = { number, quarter: currentQuarter(context), weekBegan, turns: new Map() };
    return period;
  }

  const standingOf = batchLoader((ids) => {
    const { quarter, weekBegan } = periodOf(now());
    return store.standingsOf(ids, quarter, weekBegan);
  });

  return async ({ id, language }: Pick<Person, 'id' | 'language'>): Promise<readonly Block[]> => {
    const at = now();
    const standing = await standingOf(id);
    if (!standing) return [];
    const { quarter, turns } = periodOf(at);
    const left = codes.size - standing.done.filter((code) => codes.has(code)).length;
    if (left === 0) return [];
    const same = keyOf(standing);
    let toCome = turns.get(same);
    if (toCome === undefined) {
      const calendar = await calendarAt(at);
      const { checkInSchedule } = settings;
      toCome = isOfferDay(standing, at, calendar) ? turnsLeft(standing, quarter, at, { calendar, checkInSchedule }) : 0;
      turns.set(same, toCome);
    }
    const portion = toCome === 0 ? 0 : portionOf(left + standing.doneNow, toCome) - standing.doneNow;
    return portion > 0 ? offerBlocks(language, Math.min(left, portion)) : [];
  };
}

function periodNumber(at: Date): number {
  return Math.floor(at.getTime() / PERIOD_MS);
}

/** Caches the calendar for one period; a failure is not cached. */
function rememberCalendar(ask: () => Promise<Calendar>): (at: Date) => Promise<Calendar> {
  let known: { readonly period: number; readonly calendar: Promise<Calendar> } | null = null;
  return (at) => {
    const period = periodNumber(at);
    if (known?.period !== period) {
      const asked = { period, calendar: ask() };
      known = asked;
      asked.calendar.catch(() => {
        if (known === asked) known = null;
      });
    }
    return known.calendar;
  };
}

function keyOf({ rhythm, everyWeeks }: Turns): string {
  const { school, timezone, day, workdays, pausedUntil } = rhythm;
  return JSON.stringify([school?.id, timezone, day, workdays, pausedUntil, everyWeeks]);
}
