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
 * As much of a questionnaire's file as is of its shape, so that what its parts must be to each other is looked at in the same
 * round; null where something is not.
 */
export function looseParts(json: unknown): z.infer<typeof parts> {
  return parts.parse(json);
}
type Loose = ReturnType<typeof looseParts>;

/** Codes and places that stand more than once, in words that go on after the name of the file. */
export function doubledItems({ items }: Loose): string[] {
  const all = items ?? [];
  return [
    ...repeated(all.flatMap(({ code }) => code ?? [])).map((code) => `item code ${code} stands more than once`),
    ...repeated(all.flatMap(({ position }) => position ?? [])).map(
      (place) => `position ${place} stands more than once`,
    ),
  ];
}

/** Whether the answers have exactly these values; one that is no number has a fault of its own. */
export function hasAnswers({ answers }: Loose, wanted: readonly number[]): boolean {
  if (answers === null || answers.some(({ value }) => value === null)) return true;
  return (
    answers
      .map(({ value }) => value)
      .toSorted()
      .join() === wanted.join()
  );
}

/** What stands there more than once, once each. */
export function repeated<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
