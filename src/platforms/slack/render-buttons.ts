import type { ActionsBlock, KnownBlock, PlainTextOption, Button as SlackButton, StaticSelect } from '@slack/types';
import { z } from 'zod';
import { carriedText } from '../../chat/incoming-text.ts';
import type { ActionData, AnyButton, Block, Button, Option } from '../../chat/view.ts';
import { describeButton } from '../../chat/view-text.ts';
import { actionData, parseCarried } from './carried.ts';
import { plain, webAddress } from './escape.ts';
import { LIMITS } from './limits.ts';
import { drawNote, drawText } from './render-text.ts';

type ButtonsBlock = Extract<Block, { kind: 'buttons' }>;
type AddressButton = Extract<AnyButton, { opens: 'address' }>;
type SelectBlock = Extract<Block, { kind: 'select' }>;

/** Gives each control of a message its own number. */
type Numbering = () => number;

/** Makes the numbering for one message, from 0. */
export function createNumbering(): Numbering {
  let last = -1;
  return () => {
    last += 1;
    return last;
  };
}

/** Draws buttons or a select. @param compact puts stacked buttons in rows, to save blocks */
export function drawControls(block: ButtonsBlock | SelectBlock, compact: boolean, number: Numbering): KnownBlock[] {
  if (block.kind === 'select') return drawSelect(block, number);
  return drawButtons(block, block.layout === 'stacked' && !compact, number);
}

/**
 * Draws buttons in blocks of 25, or each in its own block when `stacked`. Slack has no disabled buttons, so one that
 * opens nothing is small print, and one that does not fit Slack's limits is text, both below the rows.
 */
function drawButtons(block: ButtonsBlock, stacked: boolean, number: Numbering): KnownBlock[] {
  const stack: KnownBlock[] = [];
  const elements: SlackButton[] = [];
  const left: AnyButton[] = [];
  for (const button of block.buttons) {
    const element = drawButton(button, number());
    if (stacked) stack.push(...(element ? [rowOf([element])] : drawInWords([button])));
    else if (element) elements.push(element);
    else left.push(button);
  }
  return [...stack, ...inRows(elements), ...drawInWords(left)];
}

function drawInWords(buttons: readonly AnyButton[]): KnownBlock[] {
  if (buttons.length === 0) return [];
  const greyed = buttons.filter(({ opens }) => opens === 'nothing');
  const others = buttons.filter(({ opens }) => opens !== 'nothing');
  return [...drawText(others.map(describeButton).join('\n')), ...drawNote(greyed.map(describeButton).join(' · '))];
}

/** Draws a select beside its label, or buttons when its options or data do not fit Slack's limits. */
function drawSelect(block: SelectBlock, number: Numbering): KnownBlock[] {
  const id = number();
  const action_id = writeActionId(block.action, id);
  const block_id = writeSelectData(id, block.name, block.data);
  const options = drawOptions(block.options, LIMITS.selectOptions);
  if (action_id === null || block_id === null || options === null) return drawSelectAsButtons(block, number);
  const initial = options.find((option) => option.value === block.selected);
  const accessory: StaticSelect = {
    type: 'static_select',
    action_id,
    placeholder: plain(block.label, LIMITS.placeholder),
    options,
    ...(initial && { initial_option: initial }),
  };
  return [{ type: 'section', block_id, text: plain(block.label, LIMITS.sectionText), accessory }];
}

/** Draws options; null when there are none or more than `most`, or when a value does not fit. */
export function drawOptions(options: readonly Option[], most: number): PlainTextOption[] | null {
  if (options.length === 0 || options.length > most) return null;
  if (options.some(({ value }) => value === '' || value.length > LIMITS.optionValue)) return null;
  return options.map(({ label, value }) => ({ text: plain(label, LIMITS.optionText), value }));
}

function drawButton(button: AnyButton, id: number): SlackButton | null {
  if (button.opens === 'nothing') return null;
  const drawn = button.opens === 'address' ? drawAddress(button, id) : drawTap(button, id);
  return drawn && button.tone === 'primary' ? { ...drawn, style: 'primary' } : drawn;
}

function drawTap({ label, action, data }: Button, id: number): SlackButton | null {
  const action_id = writeActionId(action, id);
  const value = writeButtonData(data);
  if (action_id === null || value === null) return null;
  return { type: 'button', action_id, value, text: plain(label, LIMITS.buttonText) };
}

function drawAddress({ label, url }: AddressButton, id: number): SlackButton | null {
  const address = webAddress(url);
  if (address === null) return null;
  return { type: 'button', action_id: `${ADDRESS_ACTION}#${id}`, url: address, text: plain(label, LIMITS.buttonText) };
}

function drawSelectAsButtons(block: SelectBlock, number: Numbering): KnownBlock[] {
  const buttons = block.options.map(
    ({ label, value }): Button => ({
      label,
      action: block.action,
      data: { ...block.data, [block.name]: value },
      tone: value === block.selected ? 'primary' : 'plain',
      opens: 'view',
    }),
  );
  return [...drawText(block.label), ...drawButtons({ kind: 'buttons', layout: 'row', buttons }, false, number)];
}

function inRows(buttons: readonly SlackButton[]): ActionsBlock[] {
  const rows: ActionsBlock[] = [];
  for (let first = 0; first < buttons.length; first += LIMITS.actionsElements) {
    rows.push(rowOf(buttons.slice(first, first + LIMITS.actionsElements)));
  }
  return rows;
}

function rowOf(elements: SlackButton[]): ActionsBlock {
  return { type: 'actions', elements };
}

/*
 * What a button or a select must remember between drawing and tapping, written into the few characters that Slack
 * gives for it. The number makes ids unique within a message; the action is what stands before it.
 */

const selectMemory = z.tuple([z.int(), carriedText, actionData]);

/** The action_id of a button that opens an address; Slack reports its taps too. */
const ADDRESS_ACTION = 'address';

/** `'check-in.answer', 3` -> `'check-in.answer#3'`, or null when it is too long for Slack. */
function writeActionId(action: string, number: number): string | null {
  return ifItFits(`${action}#${number}`, LIMITS.actionId);
}

function writeButtonData(data: ActionData): string | null {
  return ifItFits(JSON.stringify(data), LIMITS.buttonValue);
}

/** A select's data is kept in the id of its block. */
function writeSelectData(number: number, name: string, data: ActionData): string | null {
  return ifItFits(JSON.stringify([number, name, data]), LIMITS.blockId);
}

/** A control as Slack tells of it. */
type Pressed =
  | { readonly type: 'button'; readonly action_id: string; readonly value?: string | undefined }
  | {
      readonly type: 'static_select';
      readonly action_id: string;
      readonly block_id: string;
      readonly selected_option: { readonly value: string };
    };

/** Reads the action and data of a tapped control; null when it is not ours. */
export function readPressed(
  pressed: Pressed,
): { readonly action: string; readonly data: ActionData } | 'address' | null {
  const action = /^(.+)#\d+$/s.exec(pressed.action_id)?.[1];
  if (action === ADDRESS_ACTION) return 'address';
  const data = pressed.type === 'button' ? parseCarried(pressed.value ?? '', actionData) : readSelectData(pressed);
  return action === undefined || data === null ? null : { action, data };
}

function readSelectData({ block_id, selected_option }: Extract<Pressed, { type: 'static_select' }>): ActionData | null {
  const memory = parseCarried(block_id, selectMemory);
  if (memory === null) return null;
  const [, name, data] = memory;
  return { ...data, [name]: selected_option.value };
}

function ifItFits(text: string, max: number): string | null {
  return text.length <= max ? text : null;
}
