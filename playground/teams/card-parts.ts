import { z } from 'zod';
import {
  containerStyle,
  elementProperties,
  flag,
  horizontal,
  inputProperties,
  linkUrl,
  optionalText,
  pictureUrl,
  pixels,
  someText,
  textLook,
  timeOfDay,
  vertical,
  word,
} from './card-values.ts';

/** Where a part may stand; what is good in one place is refused in another. */
export type Place = 'element' | 'column' | 'row' | 'cell' | 'run' | 'picture' | 'action';

/** One type of element or action: its properties, and which of them hold further parts. */
export interface PartType {
  readonly schema: z.ZodType;
  readonly children: { readonly [property: string]: Place | 'card' };
  /** Clients that do not know this type yet are many: it must say what to draw instead. */
  readonly needsFallback?: boolean;
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

const box = {
  style: containerStyle,
  verticalContentAlignment: vertical,
  bleed: flag,
  minHeight: pixels.optional(),
  backgroundImage: z.unknown().optional(),
  rtl: flag,
  selectAction: children,
};

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

const chartProperties = {
  title: optionalText,
  xAxisTitle: optionalText,
  yAxisTitle: optionalText,
  colorSet: optionalText,
};
const chartX = z.union([z.string(), z.number()]);

const lineChart = element('Chart.Line', {
  ...chartProperties,
  color: optionalText,
  data: z
    .array(
      z.strictObject({
        legend: optionalText,
        color: optionalText,
        values: z.array(z.strictObject({ x: chartX, y: z.number() })).min(1),
      }),
    )
    .min(1),
});

const barChart = element('Chart.VerticalBar', {
  ...chartProperties,
  color: optionalText,
  showBarValues: flag,
  data: z.array(z.strictObject({ x: chartX, y: z.number(), color: optionalText })).min(1),
});

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
  [
    'RichTextBlock',
    element('RichTextBlock', { inlines: list.min(1), horizontalAlignment: horizontal }, { inlines: 'run' }),
  ],
  ['Container', element('Container', { ...box, items: list }, { items: 'element', selectAction: 'action' })],
  [
    'ColumnSet',
    element(
      'ColumnSet',
      { ...box, columns: list.optional(), horizontalAlignment: horizontal },
      { columns: 'column', selectAction: 'action' },
    ),
  ],
  ['FactSet', element('FactSet', { facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1) })],
  ['Image', image],
  [
    'ImageSet',
    element(
      'ImageSet',
      { images: list.min(1), imageSize: word('auto', 'stretch', 'small', 'medium', 'large').optional() },
      { images: 'picture' },
    ),
  ],
  ['ActionSet', element('ActionSet', { actions: list.min(1), horizontalAlignment: horizontal }, { actions: 'action' })],
  [
    'Table',
    element(
      'Table',
      {
        columns: z.array(z.looseObject({})).min(1),
        rows: list,
        firstRowAsHeader: flag,
        firstRowAsHeaders: flag,
        showGridLines: flag,
        gridStyle: containerStyle,
        horizontalCellContentAlignment: horizontal,
        verticalCellContentAlignment: vertical,
      },
      { rows: 'row' },
    ),
  ],
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
  ['Chart.Line', { ...lineChart, needsFallback: true }],
  ['Chart.VerticalBar', { ...barChart, needsFallback: true }],
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

function action(type: string, properties: z.ZodRawShape, parts: PartType['children'] = {}): PartType {
  return { schema: z.strictObject({ type: z.literal(type), ...actionProperties, ...properties }), children: parts };
}

const data = z.union([z.string(), z.looseObject({})]).optional();
const associatedInputs = word('auto', 'none').optional();

const ACTIONS: readonly [string, PartType][] = [
  ['Action.Execute', action('Action.Execute', { verb: optionalText, data, associatedInputs })],
  ['Action.Submit', action('Action.Submit', { data, associatedInputs, msteams: z.unknown().optional() })],
  ['Action.OpenUrl', action('Action.OpenUrl', { url: linkUrl })],
  ['Action.ShowCard', action('Action.ShowCard', { card: z.unknown() }, { card: 'card' })],
  [
    'Action.ToggleVisibility',
    action('Action.ToggleVisibility', {
      targetElements: z.array(z.union([someText, z.strictObject({ elementId: someText, isVisible: flag })])).min(1),
    }),
  ],
];

const COLUMN = element(
  'Column',
  {
    ...box,
    items: list.optional(),
    width: z.union([z.number().positive(), pixels, word('auto', 'stretch'), z.string().regex(/^\d+$/)]).optional(),
  },
  { items: 'element', selectAction: 'action' },
);
const ROW = element(
  'TableRow',
  {
    cells: list,
    style: containerStyle,
    horizontalCellContentAlignment: horizontal,
    verticalCellContentAlignment: vertical,
  },
  { cells: 'cell' },
);
const CELL = element('TableCell', { ...box, items: list }, { items: 'element', selectAction: 'action' });
const RUN: PartType = {
  schema: z.strictObject({
    type: z.literal('TextRun'),
    text: someText,
    ...textLook,
    highlight: flag,
    italic: flag,
    strikethrough: flag,
    underline: flag,
    selectAction: children,
  }),
  children: { selectAction: 'action' },
};

/** What Teams draws of Adaptive Cards 1.5, by place and type. Source: adaptivecards.io and Teams' card reference. */
export const PART_TYPES: { readonly [place in Place]: ReadonlyMap<string, PartType> } = {
  element: new Map(ELEMENTS),
  action: new Map(ACTIONS),
  picture: new Map([['Image', image]]),
  column: new Map([['Column', COLUMN]]),
  row: new Map([['TableRow', ROW]]),
  cell: new Map([['TableCell', CELL]]),
  run: new Map([['TextRun', RUN]]),
};

/** The type of a part that may leave it out. */
export const IMPLIED_TYPE: { readonly [place in Place]?: string } = {
  column: 'Column',
  row: 'TableRow',
  cell: 'TableCell',
  picture: 'Image',
};
