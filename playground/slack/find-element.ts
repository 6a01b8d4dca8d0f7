import type { SlackBlock } from './block-schema.ts';
import { elementsOf } from './check-blocks.ts';
import type { Element } from './element-schema.ts';
import { type ChosenValue, stateOf } from './element-state.ts';

/**
 * Names one button or select among blocks. Its block and button value are needed only when the action is not unique.
 */
export interface ElementName {
  readonly actionId: string;
  readonly blockId?: string;
  readonly value?: string;
}

export interface FoundElement {
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Element;
}

/** Every button, select and input with its names, in the order of the blocks. */
export function allElements(blocks: readonly SlackBlock[]): FoundElement[] {
  return blocks.flatMap((block) =>
    elementsOf(block).flatMap(({ element }) =>
      'action_id' in element && element.action_id !== undefined && block.block_id !== undefined
        ? [{ blockId: block.block_id, actionId: element.action_id, element }]
        : [],
    ),
  );
}

/** The elements that match a name. */
export function matchingElements(blocks: readonly SlackBlock[], name: ElementName): FoundElement[] {
  return allElements(blocks).filter(
    (found) =>
      found.actionId === name.actionId &&
      (name.blockId === undefined || found.blockId === name.blockId) &&
      (name.value === undefined || ('value' in found.element && found.element.value === name.value)),
  );
}

/** The only element that matches a name. @throws Error when none or more than one does */
export function findElement(blocks: readonly SlackBlock[], name: ElementName): FoundElement {
  const [found, another] = matchingElements(blocks, name);
  if (!found) throw new Error(`Nothing here to tap with action "${name.actionId}".`);
  if (another) throw new Error(`More than one element has action "${name.actionId}": name its block or value.`);
  return found;
}

/** The entry in `actions` of a block_actions payload. @throws Error when the choice is missing or not offered */
export function actionJson(
  found: FoundElement,
  chosen: ChosenValue | null,
  actionTs: string,
): { [key: string]: unknown } {
  const names = { action_id: found.actionId, block_id: found.blockId, action_ts: actionTs };
  if (found.element.type === 'button') {
    if (chosen !== null) throw new Error('A button takes no choice.');
    const { type, text, value, style } = found.element;
    return { type, text, ...(value === undefined ? {} : { value }), ...(style ? { style } : {}), ...names };
  }
  if (chosen === null) throw new Error(`A ${found.element.type} needs a choice.`);
  return { ...stateOf(found.element, chosen), ...names };
}
