import { z } from 'zod';
import { PolsslagError } from '../errors.ts';
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
 * A questionnaire of nine items in three scales, one language. `mean` of an item is its usual mean on the scale
 * from 0 to 6 (see corrections.ts); `planningSd` is the SD of one person's corrected answer to one item (see
 * weekly-spread.ts); `norms` are means and SDs of scale scores elsewhere, compared with only when `normsApply`.
 */
export type Instrument = Readonly<z.infer<typeof shape>>;
export type Item = Instrument['items'][number];

/**
 * Reads an instrument file. `name` is what the faults call it.
 * @throws PolsslagError BAD_CONFIGURATION with every fault found, one sentence each
 */
export function parseInstrument(json: unknown, name: string): Instrument {
  const parsed = shape.safeParse(json);
  const faults = parsed.success ? crossFaults(parsed.data) : parsed.error.issues.map(describeIssue);
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

/** What an answer remembers of the instrument it was given to: 'polsslag@1'. */
export function formatInstrumentId(instrument: Pick<Instrument, 'code' | 'version'>): string {
  return `${instrument.code}@${instrument.version}`;
}

/** The three items of a scale, in the order of the questionnaire. */
export function itemsOfScale(instrument: Instrument, scale: Scale): readonly Item[] {
  return instrument.items.filter((item) => item.scale === scale);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const where = issue.path.length === 0 ? 'the file' : issue.path.join('.');
  return `${where}: ${issue.message}`;
}

function crossFaults(instrument: Instrument): string[] {
  const { items, answers } = instrument;
  const faults = SCALES.filter((scale) => itemsOfScale(instrument, scale).length !== 3).map(
    (scale) => `scale ${scale} must have three items, it has ${itemsOfScale(instrument, scale).length}`,
  );
  if (items.length !== 9) faults.unshift(`there must be nine items, there are ${items.length}`);
  faults.push(...repeated(items.map((item) => item.code)).map((code) => `item code ${code} stands more than once`));
  faults.push(
    ...repeated(items.map((item) => String(item.position))).map((place) => `position ${place} stands more than once`),
  );
  const values = answers.map((answer) => answer.value).toSorted();
  if (values.join() !== '0,1,2,3,4,5,6') faults.push('answers must be seven, with the values 0 to 6 once each');
  if (instrument.normsApply && instrument.norms === undefined) faults.push('normsApply is true but norms are missing');
  return faults;
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
