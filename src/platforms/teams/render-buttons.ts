import type { AnyButton, Block, Button } from '../../chat/view.ts';
import { describeButton } from '../../chat/view-text.ts';
import { withoutBidiControls } from '../../text/without-bidi-controls.ts';
import type { CardAction, CardElement } from './card.ts';
import { webAddress } from './escape.ts';
import { drawText } from './render-text.ts';

type ButtonsBlock = Extract<Block, { kind: 'buttons' }>;
type SelectBlock = Extract<Block, { kind: 'select' }>;

/** Teams shows six actions of a set and hides others behind '…'. */
const MAX_ACTIONS = 6;
/** How many characters of labels fit side by side on a phone, counting three for the edges of each button. */
const ROW_CHARACTERS = 26;
/**
 * The data of a disabled button, for clients that let people tap it: no feature has this action, and people are told
 * so.
 */
const NOTHING_DATA = { action: 'nothing', data: {} };
/** With more options than this, a list replaces the buttons. */
const MAX_BUTTONS = 7;

/** Draws buttons or a select. */
export function renderControls(block: ButtonsBlock | SelectBlock): CardElement[] {
  return block.kind === 'select' ? renderSelect(block) : renderButtons(block);
}

/** Draws rows of buttons, all of them visible. Addresses that Teams cannot open are text below them. */
function renderButtons(block: ButtonsBlock): CardElement[] {
  const drawn = block.buttons.filter((button) => button.opens !== 'address' || webAddress(button.url) !== null);
  const rows = (block.layout === 'stacked' ? drawn.map((button) => [button]) : inRows(drawn)).map(
    (buttons, index): CardElement => ({
      type: 'ActionSet',
      spacing: index === 0 ? 'Default' : 'Small',
      actions: buttons.map(renderButton),
    }),
  );
  const left = block.buttons.filter((button) => !drawn.includes(button)).map(describeButton);
  return left.length === 0 ? rows : [...rows, drawText(left.join('\n'))];
}

/**
 * Divides buttons into rows of about the same length: seven become four and three, not six and one. When Teams would
 * cut such a row off at the edge of the card, each row has as many as fit.
 */
export function inRows(buttons: readonly AnyButton[]): AnyButton[][] {
  const perRow = Math.ceil(buttons.length / Math.max(1, Math.ceil(buttons.length / MAX_ACTIONS)));
  const isNarrow = widthOf(buttons.slice(0, perRow)) <= ROW_CHARACTERS;
  const rows: AnyButton[][] = [];
  for (const button of buttons) {
    const last = rows.at(-1);
    const fits = last && (isNarrow ? last.length < perRow : widthOf([...last, button]) <= ROW_CHARACTERS);
    if (fits) last.push(button);
    else rows.push([button]);
  }
  return rows;
}

function widthOf(buttons: readonly AnyButton[]): number {
  return buttons.reduce((sum, { label }) => sum + label.length + 3, 0);
}

function renderButton(button: AnyButton): CardAction {
  switch (button.opens) {
    case 'view':
      return { type: 'Action.Execute', verb: button.action, data: button.data, ...lookOf(button) };
    case 'dialog': {
      const { action, data } = button;
      return { type: 'Action.Submit', data: { msteams: { type: 'task/fetch' }, action, data }, ...lookOf(button) };
    }
    case 'address':
    case 'nothing':
      return renderOwnButton(button);
  }
}

/** Draws a button without a handler, in a message or in a dialog. */
export function renderOwnButton(button: Exclude<AnyButton, Button>): CardAction {
  if (button.opens === 'address')
    return {
      type: 'Action.OpenUrl',
      url: webAddress(button.url) ?? button.url,
      title: titleOf(button),
      ...tone(button),
    };
  return {
    type: 'Action.Submit',
    title: titleOf(button),
    isEnabled: false,
    data: NOTHING_DATA,
    associatedInputs: 'none',
  };
}

function lookOf(button: Button): Pick<CardAction, 'title' | 'style'> & { readonly associatedInputs: 'none' } {
  // Without this Teams would add the values of the card's lists.
  return { title: titleOf(button), associatedInputs: 'none', ...tone(button) };
}

/** Removes bidirectional control characters, which would change the direction of the text after the title. */
export function titleOf({ label }: Pick<AnyButton, 'label'>): string {
  return withoutBidiControls(label);
}

function tone(button: Pick<Button, 'tone'>): Pick<CardAction, 'style'> {
  return button.tone === 'primary' ? { style: 'positive' } : {};
}

/**
 * Draws a choice that takes effect at once: a button for each option when they are few, otherwise a list with a button.
 */
function renderSelect(block: SelectBlock): CardElement[] {
  return block.options.length <= MAX_BUTTONS ? selectAsButtons(block) : selectAsList(block);
}

function selectAsButtons(block: SelectBlock): CardElement[] {
  const buttons = block.options.map(
    (option): Button => ({
      // The mark is for people who cannot see the colour.
      label: option.value === block.selected ? `✓ ${option.label}` : option.label,
      action: block.action,
      data: { ...block.data, [block.name]: option.value },
      tone: option.value === block.selected ? 'primary' : 'plain',
      opens: 'view',
    }),
  );
  const label = drawText(block.label, { weight: 'Bolder' });
  return [label, ...renderButtons({ kind: 'buttons', layout: 'stacked', buttons })];
}

function selectAsList(block: SelectBlock): CardElement[] {
  return [
    {
      type: 'Input.ChoiceSet',
      id: block.name,
      label: titleOf(block),
      style: 'compact',
      choices: block.options.map((option) => ({ title: titleOf(option), value: option.value })),
      ...(block.selected !== null && { value: block.selected }),
    },
    {
      type: 'ActionSet',
      spacing: 'Small',
      actions: [{ type: 'Action.Execute', title: titleOf(block), verb: block.action, data: block.data }],
    },
  ];
}
