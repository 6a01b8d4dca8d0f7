import { z } from 'zod';

const looseText = z.string().nullable().catch(null);
const number = z.number().nullable().catch(null);

const NO_ITEM = { code: null, position: null, scale: null, group: null };
const looseItem = z.object({ code: looseText, position: number, scale: looseText, group: looseText }).catch(NO_ITEM);
const parts = z
  .object({
    items: z.array(looseItem).nullable().catch(null),
    answers: z
      .array(z.object({ value: number }).catch({ value: null }))
      .nullable()
      .catch(null),
    normsApply: z.literal(true).nullable().catch(null),
    norms: z.unknown().optional(),
  })
  .catch({ items: null, answers: null, normsApply: null, norms: null });

/**
 * Reads the parts of a questionnaire's file that have the right shape, and null for others, so that relations between
 * parts are checked in the same run.
 */
export function looseParts(json: unknown): z.infer<typeof parts> {
  return parts.parse(json);
}
type Loose = ReturnType<typeof looseParts>;

/** Describes codes and positions that occur more than once, as the end of a sentence. */
export function doubledItems({ items }: Loose): string[] {
  const all = items ?? [];
  return [
    ...repeated(all.flatMap(({ code }) => code ?? [])).map((code) => `item code ${code} stands more than once`),
    ...repeated(all.flatMap(({ position }) => position ?? [])).map(
      (place) => `position ${place} stands more than once`,
    ),
  ];
}

/**
 * Whether the answers have exactly these values. True when one is not a number, because that is reported separately.
 */
export function hasAnswers({ answers }: Loose, wanted: readonly number[]): boolean {
  if (answers === null || answers.some(({ value }) => value === null)) return true;
  return (
    answers
      .map(({ value }) => value)
      .toSorted()
      .join() === wanted.join()
  );
}

/** The values that occur more than once, each listed once. */
export function repeated<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
