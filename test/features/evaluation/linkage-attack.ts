import { z } from 'zod';
import type { TestDatabase } from '../../database.ts';

/** A value for each person or each evaluation, by which they can be sorted. */
type Series = ReadonlyMap<string, string | number>;

const row = z.object({
  who: z.string(),
  ctid: z.string(),
  xmin: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.unknown())])),
});

/** Columns that identify the person of a row. */
const PERSON_COLUMNS = ['personId', 'teacherId', 'accountId'];

/**
 * Attacks the anonymity as somebody who can read the whole database. The attacker sorts the people by every column of
 * every table that identifies them, and by the place and the transaction of each row; sorts the evaluations of a
 * campaign in the same ways; and compares every order of people with every order of evaluations, forwards and
 * backwards.
 * @param campaign whose tickets are used
 * @param truth the person behind each evaluation, to count the correct guesses
 * @returns the most correct guesses of any pair of orders, and that pair
 */
export async function runLinkageAttack(
  { database: { prisma } }: TestDatabase,
  campaign: string,
  truth: ReadonlyMap<string, string>,
): Promise<{ readonly right: number; readonly by: string }> {
  const people = new Set(truth.values());
  const accounts = new Map((await prisma.account.findMany()).map(({ id, personId }) => [id, personId]));
  const tables = await prisma.$queryRaw<{ table: string; column: string }[]>`
    SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema NOT IN ('pg_catalog', 'information_schema') AND column_name = ANY (${PERSON_COLUMNS})`;
  const ofPeople: [string, Series][] = [];
  for (const { table, column } of tables) {
    const rows = await readRows(prisma, table, column);
    const named = rows.map((each) => ({ ...each, who: accounts.get(each.who) ?? each.who }));
    const theirs = named.filter(({ who, values }) => people.has(who) && isOf(campaign, values));
    // Each kind of message is sorted separately, because people get several.
    for (const kind of new Set(theirs.map(({ values }) => values['kind']))) {
      const ofKind = theirs.filter(({ values }) => values['kind'] === kind);
      ofPeople.push(...seriesOf(table, ofKind, people.size));
    }
  }
  const rows = (await readRows(prisma, 'Evaluation', 'id')).filter(({ who }) => truth.has(who));
  const ofEvaluations = seriesOf('Evaluation', rows, truth.size);
  let best = { right: 0, by: 'nothing' };
  for (const [one, persons] of ofPeople) {
    for (const [other, evaluations] of ofEvaluations) {
      for (const order of [ordered(evaluations), ordered(evaluations).toReversed()]) {
        const inOrder = ordered(persons);
        const right = order.filter((evaluation, place) => truth.get(evaluation) === inOrder[place]).length;
        if (right > best.right) best = { right, by: `${one} beside ${other}` };
      }
    }
  }
  return best;
}

function isOf(campaign: string, { campaignId = campaign }: z.output<typeof row>['values']): boolean {
  return campaignId === campaign;
}

async function readRows(prisma: TestDatabase['database']['prisma'], table: string, column: string) {
  const rows = await prisma.$queryRawUnsafe<unknown[]>(
    `SELECT "${column}"::text AS who, ctid::text, xmin::text, to_jsonb(t) AS values FROM "${table}" t WHERE "${column}" IS NOT NULL`,
  );
  return rows.map((each) => row.parse(each));
}

/** The columns that have a different value for each of them. */
function seriesOf(table: string, rows: readonly z.output<typeof row>[], size: number): [string, Series][] {
  const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))];
  const columnsOf: [string, (each: z.output<typeof row>) => string | number][] = [
    ['ctid', ({ ctid }) => placeOf(ctid)],
    ['xmin', ({ xmin }) => Number(xmin)],
    ...columns.map((name): [string, (each: z.output<typeof row>) => string | number] => [
      name,
      ({ values }) => (typeof values[name] === 'number' ? values[name] : String(values[name])),
    ]),
  ];
  return columnsOf.flatMap(([name, read]): [string, Series][] => {
    const series = new Map(rows.map((each) => [each.who, read(each)]));
    return series.size === size && new Set(series.values()).size === size ? [[`${table}.${name}`, series]] : [];
  });
}

/** The position in '(2,17)'. */
function placeOf(ctid: string): number {
  const [page = 0, line = 0] = (ctid.match(/\d+/g) ?? []).map(Number);
  return page * 10_000 + line;
}

function ordered(series: Series): readonly string[] {
  return [...series].toSorted(([, one], [, other]) => (one < other ? -1 : 1)).map(([who]) => who);
}
