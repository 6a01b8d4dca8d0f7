import type { ReportFault } from '../../csv/fault.ts';
import type { Transaction } from '../../database/client.ts';
import type { AnswerRow } from './answers-file.ts';

interface WrittenAnswers {
  readonly added: number;
  /** Rows that were stored already. */
  readonly unchanged: number;
  /** Of the added rows: those in weeks that were published before; they are in the teacher's own line only. */
  readonly tooLate: number;
  /** Rows of teachers whose consent is not recorded. */
  readonly withoutConsent: number;
}

const STAGE_BATCH = 5_000;

/**
 * Stages the rows in a temporary table for the transaction, so that the database checks them against each other and
 * against known people in one go, however many there are.
 */
export async function stageAnswers(transaction: Transaction, rows: AsyncIterable<AnswerRow>) {
  const lines = await fillStage(transaction, rows);
  return {
    lines,
    /** Reports rows that contradict each other or the database. */
    check: (report: ReportFault) => checkStagedAnswers(transaction, report),
    /** The keys of the people in the rows. */
    people: () => stagedPeople(transaction),
    /**
     * Stores the answers that are not stored yet, in the circle of the teacher's school.
     * @param instrument 'code@version' of the instrument that the items belong to
     */
    write: (instrument: string) => writeStagedAnswers(transaction, lines, instrument),
  };
}

/** Fills the temporary table. @returns the number of rows */
async function fillStage(transaction: Transaction, rows: AsyncIterable<AnswerRow>): Promise<number> {
  await transaction.$executeRaw`
    CREATE TEMPORARY TABLE staged_answer (
      line int, person text, item text, value smallint, answered_at timestamptz(3), week text
    ) ON COMMIT DROP`;
  let lines = 0;
  let batch: AnswerRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < STAGE_BATCH) continue;
    lines += batch.length;
    await stage(transaction, batch);
    batch = [];
  }
  await stage(transaction, batch);
  await transaction.$executeRaw`ANALYZE staged_answer`;
  return lines + batch.length;
}

async function stage(transaction: Transaction, batch: readonly AnswerRow[]): Promise<void> {
  await transaction.$executeRaw`
    INSERT INTO staged_answer
    SELECT * FROM unnest(
      ${batch.map((row) => row.line)}::int[],
      ${batch.map((row) => row.person)}::text[],
      ${batch.map((row) => row.item)}::text[],
      ${batch.map((row) => row.value)}::smallint[],
      ${batch.map((row) => row.answeredAt.toISOString())}::timestamptz[],
      ${batch.map((row) => row.week)}::text[])`;
}

async function checkStagedAnswers(transaction: Transaction, report: ReportFault): Promise<void> {
  const strangers = await transaction.$queryRaw<{ line: number; known: boolean }[]>`
    SELECT s.line, p.id IS NOT NULL AS known
    FROM staged_answer s LEFT JOIN "Person" p ON p.key = s.person
    WHERE p.id IS NULL OR p.role <> 'teacher' OR p."schoolId" IS NULL`;
  for (const { line, known } of strangers) {
    const text = known ? 'is not a teacher; only teachers answer.' : 'is not known; import people first.';
    report(line, 'person', text);
  }
  const contradictions = await transaction.$queryRaw<{ line: number; first: number }[]>`
    SELECT line, first FROM (
      SELECT line, value, first_value(value) OVER same AS first_value, first_value(line) OVER same AS first
      FROM staged_answer WINDOW same AS (PARTITION BY person, item, answered_at ORDER BY line)
    ) AS lines WHERE value <> first_value`;
  for (const { line, first } of contradictions) {
    report(line, 'value', `says something else than line ${first} about the same answer; keep one of them.`);
  }
  const conflicts = await transaction.$queryRaw<{ line: number }[]>`
    SELECT s.line
    FROM staged_answer s
    JOIN "Person" p ON p.key = s.person
    JOIN "Answer" a ON a."personId" = p.id AND a.item = s.item AND a."answeredAt" = s.answered_at
    WHERE a.value <> s.value`;
  for (const { line } of conflicts) {
    report(
      line,
      'value',
      'is another than the one that is stored of this answer; an answer is not changed by an import.',
    );
  }
}

async function stagedPeople(transaction: Transaction): Promise<string[]> {
  const rows = await transaction.$queryRaw<{ person: string }[]>`SELECT DISTINCT person FROM staged_answer`;
  return rows.map((row) => row.person);
}

async function writeStagedAnswers(
  transaction: Transaction,
  lines: number,
  instrument: string,
): Promise<WrittenAnswers> {
  const [count] = await transaction.$queryRaw<{ added: number; late: number }[]>`
    WITH added AS (
      INSERT INTO "Answer" ("personId", "circleId", item, value, week, "answeredAt", instrument, source)
      SELECT DISTINCT ON (p.id, s.item, s.answered_at)
        p.id, c."circleId", s.item, s.value, s.week, s.answered_at, ${instrument}, 'import'
      FROM staged_answer s JOIN "Person" p ON p.key = s.person JOIN "School" c ON c.id = p."schoolId"
      WHERE NOT EXISTS (
        SELECT 1 FROM "Answer" a WHERE a."personId" = p.id AND a.item = s.item AND a."answeredAt" = s.answered_at
      )
      ORDER BY p.id, s.item, s.answered_at
      ON CONFLICT DO NOTHING
      RETURNING week
    )
    SELECT count(*)::int AS added, (count(*) FILTER (WHERE week IN (SELECT week FROM "PublishedWeek")))::int AS late
    FROM added`;
  const [silent] = await transaction.$queryRaw<{ lines: number }[]>`
    SELECT count(*)::int AS lines FROM staged_answer s JOIN "Person" p ON p.key = s.person WHERE p."consentedAt" IS NULL OR p."declinedAt" IS NOT NULL`;
  const added = count?.added ?? 0;
  return { added, unchanged: lines - added, tooLate: count?.late ?? 0, withoutConsent: silent?.lines ?? 0 };
}
