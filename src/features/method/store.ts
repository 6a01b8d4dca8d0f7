import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { formatInstrumentId, type Instrument, itemsOfScale } from '../../measurement/instrument.ts';
import { SCALES } from '../../measurement/scale.ts';
import type { CycleSummary } from '../../measurement/statistics.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { COUNTS } from '../../people/conditions.ts';

/** Complete cycles of answers, in PostgreSQL. */
export function createMethodStore({ prisma }: Pool) {
  return {
    /**
     * A summary of the complete cycles of people who take part, whose three weeks all lie before a week: cycles of
     * check-ins, and imported answers that form one. Imported answers that came too late for their week do not count.
     */
    cyclesBefore: async (week: string, instrument: Instrument): Promise<CycleSummary> => {
      const [row] = await prisma.$queryRaw<SummaryRow[]>(summaryOf(week, instrument));
      return toSummary(row);
    },
    /** The published JSON text of a quarter; null before that. */
    find: async (quarter: string): Promise<string | null> =>
      (await prisma.methodQuarter.findUnique({ where: { quarter } }))?.body ?? null,
    /** Stores a text, unless one was stored already. @returns the stored text */
    keep: async (quarter: string, body: string): Promise<string> => {
      await prisma.$executeRaw`
        INSERT INTO "MethodQuarter" (quarter, body) VALUES (${quarter}, ${body}) ON CONFLICT DO NOTHING`;
      return (await prisma.methodQuarter.findUniqueOrThrow({ where: { quarter } })).body;
    },
    /** Writes the quarter's post for every supervisors' channel to the outbox, once. @returns how many were new */
    announce: (quarter: string, now: Date, notAfter: Date, notBefore: Date) =>
      announceInChannels(prisma, { kind: 'method', subject: quarter }, now, notAfter, notBefore),
  };
}

interface SummaryRow {
  readonly cycles: number;
  readonly teachers: number;
  readonly ofTwo: number;
  /** In the order of the scales: three items, then their sum. Null when there are fewer than two cycles. */
  readonly variances: readonly (number | null)[];
}

/**
 * Computes the variances in the database, so that answers do not leave it. Items are numbered 0 to 8, three to a scale.
 */
function summaryOf(week: string, instrument: Instrument): Prisma.Sql {
  const items = SCALES.flatMap((scale) => itemsOfScale(instrument, scale).map(({ code }) => code));
  return Prisma.sql`
    WITH ${givenAnswers(week, formatInstrumentId(instrument), items)}, ${importedCycles},
    cycle AS (
      SELECT person, v FROM imported_cycle
      UNION ALL
      SELECT person, ${valueByItem} AS v FROM given WHERE cycle IS NOT NULL GROUP BY person, cycle
      HAVING count(*) = 9 AND count(DISTINCT place) = 9
    )
    SELECT count(*)::int AS cycles, count(DISTINCT person)::int AS teachers,
           (SELECT coalesce(sum(made), 0)::int FROM (
             SELECT count(*) AS made FROM cycle GROUP BY person ORDER BY made DESC LIMIT 2) AS two) AS "ofTwo",
           ARRAY[${scaleVariances}]::float8[] AS variances
      FROM cycle`;
}

/** An SQL array with one element for each item, in order. */
function eachItem(element: (item: number) => string): Prisma.Sql {
  return Prisma.raw(`ARRAY[${Array.from({ length: 9 }, (_, item) => element(item)).join(', ')}]`);
}

/** v[1] is the answer to item 0. */
const valueByItem = eachItem((item) => `max(value) FILTER (WHERE place = ${item})`);
const valueOfThreeWeeks = eachItem(
  (item) => `coalesce(${['first', 'second', 'third'].map((v) => `${v}[${item + 1}]`).join(', ')})`,
);

/**
 * given: the answers that may count, each with the cycle of its check-in (or none), and only the last one to an item in
 * a week. When a week no longer has as many answers as it was frozen with, its imported ones are left out: some came
 * too late, and it is unknown which.
 */
function givenAnswers(week: string, instrumentId: string, items: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    counted AS (
      SELECT a.* FROM "Answer" a JOIN "Person" p ON p.id = a."personId"
       WHERE a.week < ${week} AND ${COUNTS}
         -- Weeks that were frozen before somebody was confirmed were frozen without them.
         AND (p."joinedAt" IS NULL OR a.week NOT IN (SELECT week FROM "PublishedWeek" WHERE "publishedAt" < p."confirmedAt"))
    ), late AS (
      SELECT week FROM "PublishedWeek"
        LEFT JOIN (SELECT week, count(*) AS now FROM counted GROUP BY week) AS answers USING (week)
        LEFT JOIN (SELECT week, sum(count) AS frozen FROM "ItemTotal" GROUP BY week) AS totals USING (week)
       WHERE now IS DISTINCT FROM frozen
    ), given AS (
      SELECT DISTINCT ON (a."personId", a.week, i.place)
             a."personId" AS person, c.cycle, to_date(a.week, 'IYYY"-W"IW') AS monday, i.place::int - 1 AS place, a.value::int AS value
        FROM counted a JOIN unnest(${[...items]}::text[]) WITH ORDINALITY AS i(code, place) ON i.code = a.item
        LEFT JOIN "CheckIn" c ON c.id = a."checkInId"
       WHERE a.instrument = ${instrumentId} AND (c.id IS NOT NULL OR a.week NOT IN (SELECT week FROM late))
       ORDER BY a."personId", a.week, i.place, a."answeredAt" DESC
    )`;
}

/**
 * imported_cycle: three consecutive weeks in which somebody answered each item once. An imported file does not say
 * which week began a cycle, so that three weeks may also be the end of one and the beginning of the next: for each
 * person the starts are used that lie whole cycles apart and are most numerous; they share no answers. Without joins,
 * because the planner cannot know how many cycles there are.
 */
const importedCycles = Prisma.sql`
    week_of AS (
      SELECT person, monday, bit_or(1 << place) AS items, count(*) AS answers, ${valueByItem} AS v
        FROM given WHERE cycle IS NULL GROUP BY person, monday
    ), three_weeks AS (
      SELECT person, (monday - date '2000-01-03') / 7 % 3 AS phase, lead(monday, 2) OVER later - monday AS days,
             answers + lead(answers) OVER later + lead(answers, 2) OVER later AS answers,
             items | lead(items) OVER later | lead(items, 2) OVER later AS items,
             v AS first, lead(v) OVER later AS second, lead(v, 2) OVER later AS third
        FROM week_of WINDOW later AS (PARTITION BY person ORDER BY monday)
    ), start AS (
      SELECT *, count(*) OVER (PARTITION BY person, phase) AS made FROM three_weeks
       WHERE answers = 9 AND items = 511 AND days = 14
    ), imported_cycle AS (
      SELECT person, ${valueOfThreeWeeks} AS v
        FROM (SELECT *, first_value(phase) OVER (PARTITION BY person ORDER BY made DESC, phase) AS most FROM start) AS chosen
       WHERE phase = most
    )`;

const scaleVariances = Prisma.raw(
  SCALES.flatMap((_scale, index) => {
    const items = [1, 2, 3].map((place) => `v[${3 * index + place}]`);
    return [...items, items.join(' + ')].map((values) => `var_samp(${values})`);
  }).join(', '),
);

function toSummary(row: SummaryRow | undefined): CycleSummary {
  const { cycles = 0, teachers = 0, ofTwo = 0, variances = [] } = row ?? {};
  const known = variances.filter((each) => each !== null);
  if (known.length < 4 * SCALES.length) return { cycles, teachers, ofTwo, scales: null };
  const [vigour, dedication, absorption] = SCALES.map((_scale, index) => ({
    items: known.slice(4 * index, 4 * index + 3),
    sum: known[4 * index + 3] ?? 0,
  }));
  return {
    cycles,
    teachers,
    ofTwo,
    scales: vigour && dedication && absorption ? { vigour, dedication, absorption } : null,
  };
}
