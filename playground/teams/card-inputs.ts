import { z } from 'zod';
import { PolsslagError } from '../../src/errors.ts';
import { timeOfDay } from './card-values.ts';
import { drawnParts } from './drawn-parts.ts';
import type { JsonObject } from './world.ts';

/** The values that a person filled in, by field id; several choices are joined with commas. */
export type Inputs = { readonly [id: string]: string };

const common = { id: z.string(), value: z.string().optional(), isRequired: z.boolean().catch(false) };
const choices = z.array(z.looseObject({ value: z.string() }));

const inputShape = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('Input.Text'),
    ...common,
    isMultiline: z.boolean().catch(false),
    maxLength: z.int().optional(),
    regex: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('Input.Date'),
    ...common,
    min: z.string().optional(),
    max: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('Input.Time'),
    ...common,
    min: z.string().optional(),
    max: z.string().optional(),
  }),
  z.looseObject({
    type: z.literal('Input.ChoiceSet'),
    ...common,
    choices,
    isMultiSelect: z.boolean().catch(false),
  }),
  z.looseObject({
    type: z.literal('Input.Toggle'),
    ...common,
    valueOn: z.string().default('true'),
    valueOff: z.string().default('false'),
  }),
]);

type Input = z.infer<typeof inputShape>;

/**
 * The values of all fields of a card after a person filled in `inputs`; other fields keep their value.
 * @throws PolsslagError BAD_INPUT for values that the card does not let a person enter
 */
export function fillInputs(card: JsonObject, inputs: Inputs): Inputs {
  const fields = drawnParts(card).flatMap((part) => {
    const field = inputShape.safeParse(part);
    return field.success ? [field.data] : [];
  });
  if (Object.keys(inputs).some((id) => !fields.some((field) => field.id === id))) {
    throw new PolsslagError('BAD_INPUT', 'The card has no such field.');
  }
  return Object.fromEntries(fields.map((field) => [field.id, valueIn(field, inputs[field.id])]));
}

function valueIn(field: Input, given: string | undefined): string {
  const value = given ?? field.value ?? (field.type === 'Input.Toggle' ? field.valueOff : '');
  // A required toggle must be ticked.
  const isMissing = field.type === 'Input.Toggle' ? value !== field.valueOn : value === '';
  if (isMissing && field.isRequired) throw new PolsslagError('BAD_INPUT', 'A required field is empty.');
  if (given !== undefined && given !== '') checkGiven(field, given);
  return value;
}

function checkGiven(field: Input, given: string): void {
  const fault = faultOf(field, given);
  if (fault !== null) throw new PolsslagError('BAD_INPUT', fault);
}

function faultOf(field: Input, given: string): string | null {
  switch (field.type) {
    case 'Input.Text':
      return textFault(field, given);
    case 'Input.Date':
      return z.iso.date().safeParse(given).success && isWithin(field, given) ? null : 'A field has no such date.';
    case 'Input.Time':
      return timeOfDay.safeParse(given).success && isWithin(field, given) ? null : 'A field has no such time.';
    case 'Input.ChoiceSet':
      return isOffered(field, given) ? null : 'A field has no such choice.';
    case 'Input.Toggle':
      return given === field.valueOn || given === field.valueOff ? null : 'A box is ticked or not.';
  }
}

function textFault(field: Extract<Input, { type: 'Input.Text' }>, given: string): string | null {
  if (given.length > (field.maxLength ?? Number.POSITIVE_INFINITY)) return 'A text is longer than its field.';
  if (!field.isMultiline && given.includes('\n')) return 'A field has one line.';
  return new RegExp(field.regex ?? '').test(given) ? null : 'A text is not as its field asks.';
}

function isOffered(field: Extract<Input, { type: 'Input.ChoiceSet' }>, given: string): boolean {
  const chosen = field.isMultiSelect ? given.split(',') : [given];
  return chosen.every((one) => field.choices.some(({ value }) => value === one));
}

function isWithin({ min = '', max = '~' }: { min?: string | undefined; max?: string | undefined }, given: string) {
  return given >= min && given <= max;
}
