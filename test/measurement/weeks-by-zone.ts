import { endOfWeek, mondayOf, nextWeek, previousWeek, startOfWeek, weekOf } from '../../src/measurement/iso-week.ts';

/*
 * Prints the ISO weeks as computed on a machine in each of these time zones. A separate process does this, because
 * Jest's own process keeps its zone.
 */

const SCHOOLS = ['Europe/Amsterdam', 'America/Kralendijk'];
const SPANS = [
  ['2011-W40', '2012-W10'],
  ['2025-W40', '2029-W10'],
] as const;
const HOUR_MS = 3_600_000;

/** Every week in the spans: its days and instants, and the week of moments around them. */
function weeks(): string[] {
  return SPANS.flatMap(([first, after]) => weeksFrom(first, after));
}

function weeksFrom(first: string, after: string): string[] {
  const said: string[] = [];
  for (let week: string = first; week < after; week = nextWeek(week)) {
    const instants = SCHOOLS.flatMap((zone) => {
      const [begin, end] = [startOfWeek(week, zone), endOfWeek(week, zone)];
      const around = [-1, 0, 1, 50, 120].map((hours) => weekOf(new Date(begin.getTime() + hours * HOUR_MS), zone));
      return [begin.toISOString(), end.toISOString(), ...around];
    });
    said.push([week, previousWeek(week), mondayOf(week), ...instants].join(' '));
  }
  return said;
}

const [here = [], ...elsewhere] = process.argv.slice(2).map((zone) => {
  process.env['TZ'] = zone;
  return weeks();
});
const different = elsewhere.map((said) => said.filter((line, index) => line !== here[index]));
process.stdout.write(
  JSON.stringify({ weeks: here.length, offset: new Date(2026, 6, 1).getTimezoneOffset(), different }),
);
