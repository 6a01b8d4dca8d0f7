import { z } from 'zod';
import { blockSchema, type SlackBlock } from './block-schema.ts';
import type { Element } from './element-schema.ts';
import { type Checked, messagesOf } from './schema-messages.ts';

const blocksOn = { message: z.array(blockSchema).max(50), view: z.array(blockSchema).max(100) } as const;

/**
 * Checks blocks as Slack does before it accepts a message (`'message'`), or a modal or home page (`'view'`).
 * @param pointer the place of the blocks in the request, for error messages: '/blocks' or '/view/blocks'
 */
export function checkBlocks(input: unknown, surface: 'message' | 'view', pointer: string): Checked<SlackBlock[]> {
  const parsed = blocksOn[surface].safeParse(input);
  if (!parsed.success) return { ok: false, messages: messagesOf(parsed.error, pointer) };
  const messages = [
    ...duplicateBlockIds(parsed.data, pointer),
    ...parsed.data.flatMap((block, index) => elementFaults(block, `${pointer}/${index}`)),
  ];
  return messages.length === 0 ? { ok: true, value: parsed.data } : { ok: false, messages };
}

/** The interactive elements of a block, each with its JSON pointer within the block. */
export function elementsOf(block: SlackBlock): { element: Element; pointer: string }[] {
  if (block.type === 'section' && block.accessory) return [{ element: block.accessory, pointer: '/accessory' }];
  if (block.type === 'input') return [{ element: block.element, pointer: '/element' }];
  if (block.type !== 'actions') return [];
  return block.elements.map((element, index) => ({ element, pointer: `/elements/${index}` }));
}

function duplicateBlockIds(blocks: readonly SlackBlock[], pointer: string): string[] {
  const ids = blocks.map((block) => block.block_id);
  return ids.flatMap((id, index) =>
    id !== undefined && ids.indexOf(id) < index
      ? [`[ERROR] block_id "${id}" already exists [json-pointer:${pointer}/${index}/block_id]`]
      : [],
  );
}

function elementFaults(block: SlackBlock, pointer: string): string[] {
  const seen = new Set<string>();
  return elementsOf(block).flatMap(({ element, pointer: within }) => {
    const at = `[json-pointer:${pointer}${within}`;
    const faults = optionFaults(element).map((fault) => `[ERROR] ${fault} ${at}]`);
    if (!('action_id' in element) || element.action_id === undefined) return faults;
    if (seen.has(element.action_id)) {
      faults.push(`[ERROR] action_id "${element.action_id}" already exists in this block ${at}/action_id]`);
    }
    seen.add(element.action_id);
    return faults;
  });
}

function optionFaults(element: Element): string[] {
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    const sources = [element.options, element.option_groups].filter((source) => source !== undefined);
    if (sources.length !== 1) return ['exactly one of options and option_groups is required'];
  }
  const offered = new Set(optionsOf(element).map(optionKey));
  return initialOptions(element).every((option) => offered.has(optionKey(option)))
    ? []
    : ['initial option must be one of the options'];
}

type Option = ReturnType<typeof optionsOf>[number];

/** The options of a menu or list; none for other elements. */
export function optionsOf(element: Element) {
  switch (element.type) {
    case 'static_select':
    case 'multi_static_select':
      return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
    case 'radio_buttons':
    case 'checkboxes':
      return element.options;
    default:
      return [];
  }
}

function initialOptions(element: Element): Option[] {
  if ('initial_option' in element && element.initial_option) return [element.initial_option];
  if ('initial_options' in element && element.initial_options) return element.initial_options;
  return [];
}

/** Slack requires that the initial option equals one of the options, including its text. */
function optionKey(option: Option): string {
  return JSON.stringify([option.value, option.text.type, option.text.text]);
}
