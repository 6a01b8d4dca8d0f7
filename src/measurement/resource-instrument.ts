import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
import type { JsonText } from '../json-text.ts';
import { describeShape, placeIn } from '../shape-faults.ts';
import { doubledItems, hasAnswers, looseParts } from './loose-parts.ts';

/** Resources in the environment, personal resources, and locus of control. */
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
        /** The name in a ranking. */
        label: word.max(40),
        text: word.max(200),
      }),
    )
    .min(1)
    .max(40),
});

/**
 * A questionnaire on resources in one language: five steps, and items in three groups. A high answer to a `reversed`
 * item means little of its resource.
 */
export type ResourceInstrument = Readonly<z.infer<typeof shape>>;

/**
 * Reads a questionnaire on resources. Faults refer to it by `name`.
 * @param lineOf gives the line of a part; null where there are no lines
 * @throws PolsslagError BAD_CONFIGURATION with every fault found, one sentence each
 */
export function parseResources(
  json: unknown,
  name: string,
  lineOf: JsonText['lineOf'] | null = null,
): ResourceInstrument {
  const parsed = shape.safeParse(json);
  const issues = parsed.error?.issues ?? [];
  const faults = [...describeShape(json, issues, (path) => placeIn(path, lineOf)), ...crossFaults(looseParts(json))];
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

/** The amount of the resource that an answer means, from 1 to 5. */
export function resourceScore({ reversed }: Pick<ResourceInstrument['items'][number], 'reversed'>, value: number) {
  return reversed ? 6 - value : value;
}

function crossFaults(loose: ReturnType<typeof looseParts>): string[] {
  const { items } = loose;
  // An unknown group is reported separately, and may have been meant to be any of them.
  const areKnown = items?.every(({ group: of }) => RESOURCE_GROUPS.some((each) => each === of)) ?? false;
  const empty = areKnown ? RESOURCE_GROUPS.filter((each) => !items?.some((item) => item.group === each)) : [];
  return [
    ...empty.map((each) => `group ${each} has no item`),
    ...doubledItems(loose),
    ...(hasAnswers(loose, [1, 2, 3, 4, 5]) ? [] : ['answers must be five, with the values 1 to 5 once each']),
  ];
}
