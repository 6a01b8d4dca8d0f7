import type { Transaction } from '../../database/client.ts';
import type { CountedAnswers } from '../../measurement/circle-scores.ts';
import type { WeekAnswer } from '../../measurement/estimate.ts';
import { formatInstrumentId, type Instrument } from '../../measurement/instrument.ts';
import { SCALES } from '../../measurement/scale.ts';
import { COUNTS } from '../../people/conditions.ts';

type QueryRunner = Pick<Transaction, '$queryRaw'>;

interface CountedCircle {
  readonly circle: string;
  /** How many people gave each value to each item. */
  readonly counts: readonly (readonly [item: string, value: number, people: number])[];
  /** How many people gave how many answers. */
  readonly given: readonly (readonly [answers: number, people: number])[];
  /** Whether there are answers that do not belong to a check-in with this instrument. */
  readonly others: boolean;
}

/**
 * Counts a week's answers of everybody who counts in figures, in one statement, so that all numbers are of the same
 * moment. A person has at most one check-in a week, in one circle, with one item of each scale: a person with as many
 * answers as there are scales answered all of them.
 * @returns null when that does not hold, because answers were imported, or belong to an instrument that was replaced
 */
export async function countAnswers(
  prisma: QueryRunner,
  week: string,
  instrument: Instrument,
): Promise<CountedAnswers | null> {
  // Few rows with much content, because each row costs the database client more than its text.
  const circles = await prisma.$queryRaw<CountedCircle[]>`
    SELECT c.name AS circle,
           json_agg(json_build_array(item, value, answers)) FILTER (WHERE item IS NOT NULL) AS counts,
           json_agg(json_build_array(answers, people)) FILTER (WHERE item IS NULL) AS given,
           bool_or(others) AS others
      FROM (
        SELECT "circleId", item, value, answers, count(*) AS people, bool_or(others) AS others
          FROM (
            SELECT a."circleId", a.item, a.value, count(*) AS answers,
                   bool_or(a."checkInId" IS NULL OR a.instrument <> ${formatInstrumentId(instrument)}) AS others
              FROM "Answer" a JOIN "Person" p ON p.id = a."personId"
             WHERE a.week = ${week} AND ${COUNTS}
             GROUP BY GROUPING SETS ((a."circleId", a.item, a.value), (a."circleId", a."personId"))
          ) each_item_and_each_person
         GROUP BY 1, 2, 3, 4
      ) counted JOIN "Circle" c ON c.id = "circleId"
     GROUP BY c.name ORDER BY c.name`;
  const known = new Set(instrument.items.map(({ code }) => code));
  if (circles.some(({ others, counts }) => others || counts.some(([item]) => !known.has(item)))) return null;
  return {
    counts: circles.flatMap(({ circle, counts }) =>
      counts.map(([item, value, people]) => ({ circle, item, value, people })),
    ),
    circles: circles.map(({ circle, given }) => ({
      circle,
      people: given.reduce((sum, [, people]) => sum + people, 0),
      respondents: given.find(([answers]) => answers === SCALES.length)?.[1] ?? 0,
    })),
  };
}

/** A week's answers to this instrument's items, of everybody who counts in figures, the earliest first. */
export function listAnswers(prisma: QueryRunner, week: string, instrument: Instrument): Promise<WeekAnswer[]> {
  return prisma.$queryRaw`
    SELECT a."personId" AS person, c.name AS circle, a.item, a.value
      FROM "Answer" a JOIN "Person" p ON p.id = a."personId" JOIN "Circle" c ON c.id = a."circleId"
     WHERE a.week = ${week} AND a.item = ANY(${instrument.items.map(({ code }) => code)})
       AND ${COUNTS}
     ORDER BY a."answeredAt"`;
}
