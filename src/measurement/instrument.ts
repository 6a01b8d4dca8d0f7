import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
import type { JsonText } from '../json-text.ts';
import { describeShape, placeIn } from '../shape-faults.ts';
import { doubledItems, hasAnswers, looseParts } from './loose-parts.ts';
import { SCALES, type Scale } from './scale.ts';

const word = z.string().trim().min(1);
const onScale = z.number().min(0).max(6);
const perScale = <T extends z.ZodType>(each: T) => z.strictObject({ vigour: each, dedication: each, absorption: each });

const answerSchema = z.strictObject({ value: z.int().min(0).max(6), label: word });

const itemSchema = z.strictObject({
  code: z.string().regex(/^[A-Z0-9_]{1,20}$/, 'must be 1 to 20 capitals, digits or underscores'),
  position: z.int().min(1).max(9),
  scale: z.enum(SCALES),
  mean: onScale,
  text: word.max(200),
});

const normSchema = z.strictObject({ mean: onScale, sd: z.number().positive() });

const shape = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 small letters, digits or hyphens'),
  version: z.int().min(1),
  language: z.string().regex(/^[a-z]{2}$/, 'must be a language code of two letters'),
  title: word,
  question: word,
  source: word,
  licence: word,
  normsApply: z.boolean(),
  norms: z.strictObject({ source: word, ...perScale(normSchema).shape, total: normSchema }).optional(),
  planningSd: perScale(z.number().positive()),
  answers: z.array(answerSchema),
  items: z.array(itemSchema),
});

/**
 * A questionnaire of nine items in three scales, in one language. `mean` of an item is its usual mean from 0 to 6 (see
 * corrections.ts); `planningSd` is the standard deviation of one person's corrected answer to one item (see
 * weekly-spread.ts); `norms` are means and standard deviations of scale scores elsewhere, used for comparison only when
 * `normsApply`.
 */
export type Instrument = Readonly<z.infer<typeof shape>>;
export type Item = Instrument['items'][number];

/** A reference figure from elsewhere, from 0 to 6. */
interface Reference {
  readonly mean: number;
  readonly sd: number;
}

/**
 * Reads an instrument file. Faults refer to it by `name`.
 * @param lineOf gives the line of a part; null where there are no lines
 * @throws PolsslagError BAD_CONFIGURATION with every fault found, one sentence each
 */
export function parseInstrument(json: unknown, name: string, lineOf: JsonText['lineOf'] | null = null): Instrument {
  const parsed = shape.safeParse(json);
  const issues = parsed.error?.issues ?? [];
  const faults = [...describeShape(json, issues, (path) => placeIn(path, lineOf)), ...crossFaults(looseParts(json))];
  if (!parsed.success || faults.length > 0) {
    throw new PolsslagError(
      'BAD_CONFIGURATION',
      faults.map((fault) => `Instrument ${name}: ${fault}.`),
    );
  }
  return {
    ...parsed.data,
    items: parsed.data.items.toSorted((a, b) => a.position - b.position),
    answers: parsed.data.answers.toSorted((a, b) => a.value - b.value),
  };
}

/** The identifier of an instrument that is stored with each answer: 'polsslag@1'. */
export function formatInstrumentId(instrument: Pick<Instrument, 'code' | 'version'>): string {
  return `${instrument.code}@${instrument.version}`;
}

/** The reference for a figure, or null when the instrument file does not say that its norms apply to its wording. */
export function referenceFor(instrument: Instrument, figure: Scale | 'total'): Reference | null {
  return instrument.normsApply ? (instrument.norms?.[figure] ?? null) : null;
}

/** The three items of a scale, in the order of the questionnaire. */
export function itemsOfScale(instrument: Instrument, scale: Scale): readonly Item[] {
  return instrument.items.filter((item) => item.scale === scale);
}

function crossFaults(loose: ReturnType<typeof looseParts>): string[] {
  const { items, normsApply, norms } = loose;
  const count = items?.length ?? 9;
  return [
    ...(count === 9 ? [] : [`there must be nine items, there are ${count}`]),
    ...faultsOfScales(items ?? []),
    ...doubledItems(loose),
    ...(hasAnswers(loose, [0, 1, 2, 3, 4, 5, 6]) ? [] : ['answers must be seven, with the values 0 to 6 once each']),
    ...(normsApply && norms === undefined ? ['normsApply is true but norms are missing'] : []),
  ];
}

/** An unknown scale is reported separately, and may have been meant to be any of them. */
function faultsOfScales(items: readonly { readonly scale: string | null }[]): string[] {
  if (!items.every(({ scale }) => SCALES.some((each) => each === scale))) return [];
  return SCALES.flatMap((scale) => {
    const has = items.filter((item) => item.scale === scale).length;
    return has === 3 || items.length === 0 ? [] : [`scale ${scale} must have three items, it has ${has}`];
  });
}
