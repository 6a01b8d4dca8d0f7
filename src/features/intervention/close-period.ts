import { dayAt, daysAfter, momentOf } from '../../calendar/day.ts';
import { PolsslagError } from '../../errors.ts';
import { discloseInterventions } from '../../measurement/disclosure/interventions.ts';
import { grouped } from '../../measurement/effect-cells.ts';
import type { InterventionList } from '../../measurement/intervention-list.ts';
import { CHANGEABLE_DAYS } from './actions.ts';
import type { PeriodStore } from './period-store.ts';

type GatheredMonth = Parameters<Parameters<PeriodStore['freeze']>[2]>[0];

interface ClosingMonth {
  readonly store: PeriodStore;
  readonly interventions: InterventionList;
  readonly timezone: string;
  /** The fewest teachers behind a figure. */
  readonly minimum: number;
}

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

/**
 * The month whose figures are settled: the one before this moment, or null in the week in which it can still change.
 */
export function settledMonth(at: Date, timezone: string): string | null {
  const day = dayAt(at, timezone);
  const first = `${day.slice(0, 7)}-01`;
  return day < daysAfter(first, CHANGEABLE_DAYS) ? null : daysAfter(first, -1).slice(0, 7);
}

/**
 * Freezes the figures of a month that is over; the first caller decides the moment. Answers that were too few to
 * publish count in the next month, and no answer counts twice.
 * @returns the JSON text of PublishedInterventions, or null when there is nothing to publish
 * @throws PolsslagError WEEK_NOT_OVER, or BAD_INPUT when it is not a month
 */
export async function freezePeriod(
  { store, interventions, timezone, minimum }: ClosingMonth,
  period: string,
  now: Date,
): Promise<string | null> {
  const span = spanOf(period, timezone);
  const settled = daysAfter(span.after, CHANGEABLE_DAYS);
  if (now < momentOf(settled, 0, timezone)) {
    throw new PolsslagError(
      'WEEK_NOT_OVER',
      `Period ${period} is not settled yet: its figures can be asked for from ${settled}.`,
    );
  }
  return store.freeze(span, now, (gathered) => {
    const { team, own, told } = discloseInterventions(period, toDisclose(gathered, interventions), minimum);
    // Nothing at all, as without any visit: otherwise an empty month would reveal whether there was one.
    if (team.interventions.length === 0) return null;
    return {
      body: JSON.stringify(team),
      own: new Map([...own].map(([supervisor, shown]) => [supervisor, JSON.stringify(shown)])),
      told,
    };
  });
}

function spanOf(period: string, timezone: string) {
  if (!MONTH.test(period)) throw new PolsslagError('BAD_INPUT', 'A period is a month, written like 2026-10.');
  const first = `${period}-01`;
  const after = `${daysAfter(first, 31).slice(0, 7)}-01`;
  return { period, first, after, ended: momentOf(after, 0, timezone) };
}

/** In the order of the list; codes that are no longer in the list come last. */
function toDisclose({ felt, done }: GatheredMonth, { codes }: InterventionList) {
  const byCode = grouped(felt, ({ code }) => code);
  const doneByCode = grouped(done, ({ code }) => code);
  return [...new Set([...codes, ...doneByCode.keys(), ...byCode.keys()])]
    .filter((code) => doneByCode.has(code) || byCode.has(code))
    .map((code) => {
      const ofAll = doneByCode.get(code) ?? [];
      return {
        code,
        share: ofAll.reduce((sum, { share }) => sum + share, 0),
        felt: byCode.get(code) ?? [],
        expected: new Map(
          ofAll.flatMap(({ supervisor, expected }) =>
            supervisor === null || expected === null ? [] : [[supervisor, expected] as const],
          ),
        ),
      };
    });
}
