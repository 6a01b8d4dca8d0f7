import type { ChatEvent, ReceiveEvent, Reply } from '../../../src/chat/event.ts';
import type { AnyButton, Block, Button, Dialog, DialogField, FieldValues, View } from '../../../src/chat/view.ts';

/** Something that a person saw, and the steps that led there. */
export type Seen = { readonly by: string } & (
  | { readonly kind: 'message'; readonly view: View }
  | { readonly kind: 'home'; readonly view: View; readonly inChat: View }
  | {
      readonly kind: 'dialog';
      readonly dialog: Dialog;
      readonly errors: Readonly<Record<string, string>>;
      /** The invalid values that were submitted; empty when nothing was submitted. */
      readonly typed: FieldValues;
    }
);

/** A person who does everything that they can do. */
interface Walker {
  readonly from: ChatEvent['from'];
  readonly words: readonly string[];
  /** The messages that are already in their chat. */
  readonly messages: readonly Seen[];
  readonly receive: ReceiveEvent;
  /** Somebody who does the same just before them. */
  readonly ahead?: (what: Happening) => Promise<void>;
}

/** Ends the walk when a feature shows something new forever. */
const MAX_STEPS = 400;
/** Steps after which nothing is as it was. */
const ENDS = /erase|forget|consent|leave|“(?:stop|vergeet)/;
/** Left out, so that the person keeps their language. */
const LEFT_ALONE = ['people.language'];

type Step = {
  readonly by: string;
  /** Identifies the step, which is taken only once. */
  readonly name: string;
  readonly what: Happening;
};
export type Happening = ChatEvent extends infer Event
  ? Event extends ChatEvent
    ? Omit<Event, 'id' | 'from'>
    : never
  : never;

/** What is typed into a text field. */
export const OWN_WORDS = 'Iets <b>kleins</b>';

let deliveries = 0;

/**
 * Types every word, taps every button and submits every dialog that appears, each once.
 * @returns everything that was seen
 */
export async function walk({ from, words, messages, receive, ahead }: Walker): Promise<Seen[]> {
  const seen = [...messages];
  const taken = new Set<string>();
  const steps: Step[] = [
    { by: 'home', name: 'home', what: { kind: 'home-opened' } },
    ...words.map((word) => typed(word)),
    ...messages.flatMap((each) => stepsFrom(each)),
  ];
  for (let count = 0; count < MAX_STEPS; count += 1) {
    const step = nextOf(steps, taken);
    if (!step) return seen;
    taken.add(step.name);
    await ahead?.(step.what);
    deliveries += 1;
    const typed = step.what.kind === 'submission' ? step.what.values : {};
    const shown = shownBy(await receive({ id: `walk-${deliveries}`, from, ...step.what }), step.by, typed);
    if (!shown) continue;
    seen.push(shown);
    steps.push(...stepsFrom(shown));
  }
  throw new Error('this walk does not end');
}

/** Chooses the next step. Steps that end everything come last, because nothing can be seen after them. */
function nextOf(steps: readonly Step[], taken: ReadonlySet<string>): Step | undefined {
  const open = steps.filter(({ name }) => !taken.has(name));
  return open.find(({ name }) => !ENDS.test(name)) ?? open[0];
}

function typed(words: string): Step {
  return { by: `“${words}”`, name: `“${words}”`, what: { kind: 'command', words, conversation: null } };
}

function shownBy(reply: Reply, by: string, typed: FieldValues): Seen | null {
  switch (reply.kind) {
    case 'none':
      return null;
    case 'replace':
    case 'say':
      return { kind: 'message', by, view: reply.view };
    case 'home':
      return { kind: 'home', by, view: reply.view, inChat: reply.inChat };
    case 'dialog':
      return { kind: 'dialog', by, dialog: reply.dialog, errors: {}, typed: {} };
    case 'errors':
      return { kind: 'dialog', by, dialog: reply.dialog, errors: reply.fields, typed };
    case 'close':
      return { kind: 'message', by, view: { summary: reply.note, blocks: [{ kind: 'note', text: reply.note }] } };
  }
}

function stepsFrom(seen: Seen): Step[] {
  if (seen.kind !== 'dialog') return seen.view.blocks.flatMap((block) => stepsIn(block, seen.by));
  const { dialog, by } = seen;
  const taps = (dialog.buttons ?? []).flatMap((button) => tapped(button, by));
  if (dialog.submit === null) return taps;
  const { action, data, submit, fields } = dialog;
  const send = (how: string, values: FieldValues): Step => {
    const way = `${by} → [${submit}${how}]`;
    return { by: way, name: `${action} ${submit} ${how}`, what: { kind: 'submission', action, data, values } };
  };
  return [...taps, send(' as it is', asItIs(fields)), send(' filled in', filled(fields))];
}

function stepsIn(block: Block, by: string): Step[] {
  if (block.kind === 'buttons') return block.buttons.flatMap((button) => tapped(button, by));
  if (block.kind !== 'select' || LEFT_ALONE.includes(block.action)) return [];
  const { action, name, data, options, label } = block;
  return options.map(({ value, label: chosen }) => ({
    by: `${by} → ${label}: ${chosen}`,
    name: `${action} ${chosen}`,
    what: { kind: 'tap', action, data: { ...data, [name]: value } },
  }));
}

function tapped(button: AnyButton, by: string): Step[] {
  if (button.opens === 'address' || button.opens === 'nothing') return [];
  const { label, action, data } = button;
  return [
    { by: `${by} → [${label}]`, name: `${action} ${label} ${placeOf(button)}`, what: { kind: 'tap', action, data } },
  ];
}

/** On the home page the same button leads elsewhere. */
function placeOf({ data }: Button): string {
  return data['place'] ?? '';
}

function asItIs(fields: readonly DialogField[]): FieldValues {
  return Object.fromEntries(
    fields.flatMap(({ name, initial }) => (initial === null || initial.length === 0 ? [] : [[name, initial] as const])),
  );
}

function filled(fields: readonly DialogField[]): FieldValues {
  return Object.fromEntries(fields.map((field) => [field.name, valueFor(field)]));
}

function valueFor(field: DialogField): FieldValues[string] {
  switch (field.kind) {
    case 'text':
      return field.initial ?? OWN_WORDS.slice(0, field.maxLength);
    case 'date':
      return field.initial ?? '2026-12-15';
    case 'time':
      return field.initial ?? '15:30';
    case 'choice':
      return field.options.at(-1)?.value ?? '';
    case 'several':
      return field.options.slice(0, 1).map(({ value }) => value);
    case 'yes-no':
      return 'yes';
  }
}
