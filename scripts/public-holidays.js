import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import Holidays from 'date-holidays';

/*
 * Writes src/calendar/public-holidays.json with the library date-holidays. The product does not load the library
 * itself, which takes 0.3 s and 25 MB in each process and covers the whole world. A test compares the file with the
 * library.
 */

const FILE = fileURLToPath(new URL('../src/calendar/public-holidays.json', import.meta.url));
/** The Netherlands and the Caribbean Netherlands. */
const COUNTRIES = ['NL', 'BQ'];
const YEARS = { first: 2026, last: 2050 };
/** Schools are closed on public holidays, and on days that are only a holiday for schools (Good Friday). */
const CLOSED = new Set(['public', 'school']);

/** The days on which schools are closed, as yyyy-MM-dd, by country. */
export function publicHolidays() {
  return Object.fromEntries(COUNTRIES.map((country) => [country, daysOf(country)]));
}

/** @param {string} country */
function daysOf(country) {
  const holidays = new Holidays(country);
  const years = Array.from({ length: YEARS.last - YEARS.first + 1 }, (_, index) => YEARS.first + index);
  return years.flatMap((year) =>
    holidays
      .getHolidays(year)
      .filter(({ type }) => CLOSED.has(type))
      .map(({ date }) => date.slice(0, 10)),
  );
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(FILE, `${JSON.stringify(publicHolidays(), null, 2)}\n`);
}
