import { z } from 'zod';
import { flag, linkUrl, optionalText, pictureUrl, pixels, someText, timeOfDay, word } from './card-values.ts';

const horizontal = word('left', 'center', 'right').optional();

/** Properties of every element. */
const elementProperties = {
  id: someText.optional(),
  isVisible: flag,
  separator: flag,
  spacing: word('none', 'extrasmall', 'small', 'default', 'medium', 'large', 'extralarge', 'padding').optional(),
  height: word('auto', 'stretch').optional(),
  requires: z.record(z.string(), z.string()).optional(),
  fallback: z.unknown().optional(),
  targetWidth: optionalText,
};

/** Properties of a text's appearance. */
const textLook = {
  color: word('default', 'dark', 'light', 'accent', 'good', 'warning', 'attention').optional(),
  fontType: word('default', 'monospace').optional(),
  size: word('default', 'small', 'medium', 'large', 'extralarge').optional(),
  weight: word('default', 'lighter', 'bolder').optional(),
  isSubtle: flag,
};

/** Properties of every input. The id is required, because without it the value would be lost. */
const inputProperties = {
  ...elementProperties,
  id: someText,
  label: z.unknown().optional(),
  isRequired: flag,
  errorMessage: optionalText,
};

/** Where a part may occur: elements and actions are valid only in their own places. */
export type PartPlace = 'element' | 'action';

/** A type of element or action: its schema, and the properties that hold further parts. */
export interface PartType {
  readonly schema: z.ZodType;
  readonly children: { readonly [property: string]: PartPlace };
}

const children = z.unknown().optional();
const list = z.array(z.unknown());

function element(type: string, properties: z.ZodRawShape, parts: PartType['children'] = {}): PartType {
  return { schema: z.strictObject({ type: z.literal(type), ...elementProperties, ...properties }), children: parts };
}

function input(type: string, properties: z.ZodRawShape): PartType {
  const schema = z
    .strictObject({ type: z.literal(type), ...inputProperties, ...properties })
    .refine((value) => value.isRequired !== true || Boolean(value.label && value.errorMessage), {
      message: 'a required input has a label and an errorMessage',
    });
  return { schema, children: {} };
}

const image = element(
  'Image',
  {
    url: pictureUrl,
    altText: optionalText,
    size: word('auto', 'stretch', 'small', 'medium', 'large').optional(),
    style: word('default', 'person').optional(),
    width: pixels.optional(),
    height: z.union([pixels, word('auto', 'stretch')]).optional(),
    horizontalAlignment: horizontal,
    backgroundColor: optionalText,
    selectAction: children,
    msteams: z.unknown().optional(),
  },
  { selectAction: 'action' },
);

const ELEMENTS: readonly [string, PartType][] = [
  [
    'TextBlock',
    element('TextBlock', {
      ...textLook,
      text: someText,
      wrap: flag,
      maxLines: z.int().positive().optional(),
      horizontalAlignment: horizontal,
      style: word('default', 'heading', 'columnheader').optional(),
    }),
  ],
  ['FactSet', element('FactSet', { facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1) })],
  ['Image', image],
  ['ActionSet', element('ActionSet', { actions: list.min(1), horizontalAlignment: horizontal }, { actions: 'action' })],
  [
    'Input.Text',
    input('Input.Text', {
      value: optionalText,
      placeholder: optionalText,
      isMultiline: flag,
      maxLength: z.int().positive().optional(),
      regex: optionalText,
      style: word('text', 'tel', 'url', 'email', 'password').optional(),
    }),
  ],
  [
    'Input.ChoiceSet',
    input('Input.ChoiceSet', {
      choices: z.array(z.strictObject({ title: someText, value: someText })).min(1),
      value: optionalText,
      placeholder: optionalText,
      isMultiSelect: flag,
      style: word('compact', 'expanded', 'filtered').optional(),
      wrap: flag,
    }),
  ],
  [
    'Input.Date',
    input('Input.Date', {
      value: z.iso.date().optional(),
      placeholder: optionalText,
      min: z.iso.date().optional(),
      max: z.iso.date().optional(),
    }),
  ],
  [
    'Input.Time',
    input('Input.Time', {
      value: timeOfDay.optional(),
      placeholder: optionalText,
      min: timeOfDay.optional(),
      max: timeOfDay.optional(),
    }),
  ],
  [
    'Input.Toggle',
    input('Input.Toggle', {
      title: someText,
      value: optionalText,
      valueOn: optionalText,
      valueOff: optionalText,
      wrap: flag,
    }),
  ],
];

const actionProperties = {
  id: someText.optional(),
  title: someText.optional(),
  iconUrl: pictureUrl.optional(),
  style: word('default', 'positive', 'destructive').optional(),
  mode: word('primary', 'secondary').optional(),
  tooltip: optionalText,
  isEnabled: flag,
  requires: z.record(z.string(), z.string()).optional(),
  fallback: z.unknown().optional(),
};

function action(type: string, properties: z.ZodRawShape): PartType {
  return { schema: z.strictObject({ type: z.literal(type), ...actionProperties, ...properties }), children: {} };
}

const data = z.union([z.string(), z.looseObject({})]).optional();
const associatedInputs = word('auto', 'none').optional();

const ACTIONS: readonly [string, PartType][] = [
  ['Action.Execute', action('Action.Execute', { verb: optionalText, data, associatedInputs })],
  ['Action.Submit', action('Action.Submit', { data, associatedInputs, msteams: z.unknown().optional() })],
  ['Action.OpenUrl', action('Action.OpenUrl', { url: linkUrl })],
];

/**
 * The subset of Adaptive Cards 1.5 that Teams draws and the app may send, by place and type. Add an element here before
 * the app uses it. Source: adaptivecards.io and Teams' card reference.
 */
export const PART_TYPES: { readonly [place in PartPlace]: ReadonlyMap<string, PartType> } = {
  element: new Map(ELEMENTS),
  action: new Map(ACTIONS),
};
