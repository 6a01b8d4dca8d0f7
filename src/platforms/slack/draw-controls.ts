import type { ActionsBlock, KnownBlock, PlainTextOption, Button as SlackButton, StaticSelect } from '@slack/types';
import type { AnyButton, Block, Button, Option } from '../../chat/view.ts';
import { describeButton } from '../../chat/view-text.ts';
import { ADDRESS_ACTION, writeActionId, writeButtonData, writeSelectData } from './control.ts';
import { drawNote, drawText, isWebAddress } from './draw-text.ts';
import { LIMITS } from './limits.ts';
import { plain } from './plain-text.ts';

type ButtonsBlock = Extract<Block, { kind: 'buttons' }>;
type SelectBlock = Extract<Block, { kind: 'select' }>;

/** Gives every control of one message a number of its own. */
export type Numbering = () => number;

export function createNumbering(): Numbering {
  let last = -1;
  return () => {
    last += 1;
    return last;
  };
}

/**
 * Buttons in blocks of 25, or each in a block of its own when `stacked`. Slack greys out no button: one that opens nothing is
 * small print, and one that Slack cannot hold is text; where buttons stand in rows, below them.
 */
export function drawButtons(block: ButtonsBlock, stacked: boolean, number: Numbering): KnownBlock[] {
  const drawn = block.buttons.map((button) => ({ button, element: drawButton(button, number()) }));
  if (stacked) {
    return drawn.flatMap(({ button, element }) => (element ? inRows([element], 1) : drawInWords([button])));
  }
  const elements = drawn.flatMap(({ element }) => element ?? []);
  const left = drawn.flatMap(({ button, element }) => (element ? [] : [button]));
  return [...inRows(elements, LIMITS.actionsElements), ...drawInWords(left)];
}

function drawInWords(buttons: readonly AnyButton[]): KnownBlock[] {
  const greyed = buttons.filter(({ opens }) => opens === 'nothing');
  const others = buttons.filter(({ opens }) => opens !== 'nothing');
  return [...drawText(others.map(describeButton).join('\n')), ...drawNote(greyed.map(describeButton).join(' · '))];
}

/** A select beside its label; as buttons when Slack cannot hold its options or data. */
export function drawSelect(block: SelectBlock, number: Numbering): KnownBlock[] {
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

/** Options as Slack has them, or null when there are none, more than `most`, or one with a value that does not fit. */
export function drawOptions(options: readonly Option[], most: number): PlainTextOption[] | null {
  if (options.length === 0 || options.length > most) return null;
  if (options.some(({ value }) => value === '' || value.length > LIMITS.optionValue)) return null;
  return options.map(({ label, value }) => ({ text: plain(label, LIMITS.optionText), value }));
}

function drawButton(button: AnyButton, id: number): SlackButton | null {
  if (button.opens === 'nothing') return null;
  const target = button.opens === 'address' ? drawAddress(button.url, id) : drawTap(button, id);
  if (target === null) return null;
  return {
    type: 'button',
    ...target,
    text: plain(button.label, LIMITS.buttonText),
    ...(button.tone === 'primary' && { style: 'primary' }),
  };
}

function drawTap({ action, data }: Button, id: number): Pick<SlackButton, 'action_id' | 'value'> | null {
  const action_id = writeActionId(action, id);
  const value = writeButtonData(data);
  return action_id === null || value === null ? null : { action_id, value };
}

function drawAddress(url: string, id: number): Pick<SlackButton, 'action_id' | 'url'> | null {
  return isWebAddress(url) ? { action_id: `${ADDRESS_ACTION}#${id}`, url: new URL(url).href } : null;
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

function inRows(buttons: readonly SlackButton[], perRow: number): ActionsBlock[] {
  const rows = Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  );
  return rows.map((elements) => ({ type: 'actions', elements }));
}
