import { z } from 'zod';
import { PolsslagError } from '../errors.ts';

/** What is around a teacher, what they bring themselves, and how much they feel is in their own hands. */
export const RESOURCE_GROUPS = ['external', 'personal', 'locus'] as const;
export type ResourceGroup = (typeof RESOURCE_GROUPS)[number];

const word = z.string().trim().min(1);
const group = z.strictObject({ title: word.max(40), question: word });

const shape = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 small letters, digits or hyphens'),
  version: z.int().min(1),
  language: z.string().regex(/^[a-z]{2}$/, 'must be a language code of two letters'),
  title: word,
  source: word,
  licence: word,
  groups: z.strictObject({ external: group, personal: group, locus: group }),
  answers: z.array(z.strictObject({ value: z.int().min(1).max(5), label: word })),
  items: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[A-Z0-9_]{1,20}$/, 'must be 1 to 20 capitals, digits or underscores'),
        position: z.int().min(1).max(40),
        group: z.enum(RESOURCE_GROUPS),
        reversed: z.boolean(),
        /** Its name in a ranking. */
        label: word.max(40),
        text: word.max(200),
      }),
    )
    .min(1)
    .max(40),
});

/**
 * A questionnaire on resources, one language: five steps, and items in three groups. More of an item that is `reversed` is
 * less of its resource.
 */
export type ResourceInstrument = Readonly<z.infer<typeof shape>>;

/**
 * Reads an instrument file on resources. `name` is what the faults call it.
 * @throws PolsslagError BAD_CONFIGURATION with every fault found, one sentence each
 */
export function parseResources(json: unknown, name: string): ResourceInstrument {
  const parsed = shape.safeParse(json);
  const faults = parsed.success ? crossFaults(parsed.data) : parsed.error.issues.map(describeIssue);
  if (!parsed.success || faults.length > 0) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      faults.map((fault) => `Resources ${name}: ${fault}.`),
    );
  }
  return {
    ...parsed.data,
    items: parsed.data.items.toSorted((a, b) => a.position - b.position),
    answers: parsed.data.answers.toSorted((a, b) => a.value - b.value),
  };
}

/** How much of the resource an answer tells of, from 1 to 5. */
export function resourceScore({ reversed }: Pick<ResourceInstrument['items'][number], 'reversed'>, value: number) {
  return reversed ? 6 - value : value;
}

function describeIssue({ path, message }: z.core.$ZodIssue): string {
  return `${path.length === 0 ? 'the file' : path.join('.')}: ${message}`;
}

function crossFaults({ items, answers }: ResourceInstrument): string[] {
  const faults = RESOURCE_GROUPS.filter((each) => !items.some((item) => item.group === each)).map(
    (each) => `group ${each} has no item`,
  );
  faults.push(...repeated(items.map(({ code }) => code)).map((code) => `item code ${code} stands more than once`));
  faults.push(
    ...repeated(items.map(({ position }) => position)).map((place) => `position ${place} stands more than once`),
  );
  const values = answers.map(({ value }) => value).toSorted();
  if (values.join() !== '1,2,3,4,5') faults.push('answers must be five, with the values 1 to 5 once each');
  return faults;
}

function repeated<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
