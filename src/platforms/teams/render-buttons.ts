import type { Block, Button } from '../../chat/view.ts';
import type { CardPart } from './card.ts';
import { escapeMarkdown } from './markdown.ts';

type ButtonsBlock = Extract<Block, { kind: 'buttons' }>;
type SelectBlock = Extract<Block, { kind: 'select' }>;

/** Teams shows six actions of a set and hides the others behind '…'. */
const MOST_ACTIONS = 6;
/** So many characters of labels stand beside each other on a phone, with three for the edges of each button. */
const ROW_CHARACTERS = 26;
/** More options than this are a list to pick from instead of buttons. */
const MOST_BUTTONS = 7;

/** Button rows, every button in sight. */
export function renderButtons(block: ButtonsBlock): CardPart[] {
  const perRow = block.layout === 'stacked' ? 1 : rowLength(block.buttons);
  const rows: CardPart[] = [];
  for (let start = 0; start < block.buttons.length; start += perRow) {
    const buttons = block.buttons.slice(start, start + perRow);
    rows.push({ type: 'ActionSet', spacing: start === 0 ? 'Default' : 'Small', actions: buttons.map(renderButton) });
  }
  return rows;
}

/**
 * Rows of about the same length: seven buttons are four and three, not six and one. Where Teams would cut a row off at
 * the edge of the card, each button has a row of its own.
 */
function rowLength(buttons: readonly Button[]): number {
  const rows = Math.max(1, Math.ceil(buttons.length / MOST_ACTIONS));
  const perRow = Math.ceil(buttons.length / rows);
  const characters = buttons.slice(0, perRow).reduce((sum, { label }) => sum + label.length + 3, 0);
  return characters > ROW_CHARACTERS ? 1 : perRow;
}

function renderButton(button: Button): CardPart {
  const shared = {
    title: button.label,
    // Else Teams adds what is chosen in the card's lists.
    associatedInputs: 'none',
    ...(button.tone === 'primary' && { style: 'positive' }),
  };
  if (button.opens === 'view') {
    return { type: 'Action.Execute', verb: button.action, data: button.data, ...shared };
  }
  const data = { msteams: { type: 'task/fetch' }, action: button.action, data: button.data };
  return { type: 'Action.Submit', data, ...shared };
}

/** A choice that acts at once: a button for each option when they are few, else a list with a button beside it. */
export function renderSelect(block: SelectBlock): CardPart[] {
  return block.options.length <= MOST_BUTTONS ? selectAsButtons(block) : selectAsList(block);
}

function selectAsButtons(block: SelectBlock): CardPart[] {
  const buttons = block.options.map(
    (option): Button => ({
      // Colour alone says nothing to who cannot see it.
      label: option.value === block.selected ? `✓ ${option.label}` : option.label,
      action: block.action,
      data: { ...block.data, [block.name]: option.value },
      tone: option.value === block.selected ? 'primary' : 'plain',
      opens: 'view',
    }),
  );
  const label = { type: 'TextBlock', text: escapeMarkdown(block.label), wrap: true, weight: 'Bolder' };
  return [label, ...renderButtons({ kind: 'buttons', layout: 'stacked', buttons })];
}

function selectAsList(block: SelectBlock): CardPart[] {
  return [
    {
      type: 'Input.ChoiceSet',
      id: block.name,
      label: block.label,
      style: 'compact',
      choices: block.options.map((option) => ({ title: option.label, value: option.value })),
      ...(block.selected !== null && { value: block.selected }),
    },
    {
      type: 'ActionSet',
      spacing: 'Small',
      actions: [{ type: 'Action.Execute', title: block.label, verb: block.action, data: block.data }],
    },
  ];
}
