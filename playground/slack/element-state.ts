import { optionsOf } from './check-blocks.ts';
import type { Element } from './element-schema.ts';

/** What a person chose or typed: the option's value, a date, a time, a text; several values where several fit. */
export type Chosen = string | readonly string[];

/**
 * What Slack puts in state.values for an element; null for one that has no value (a button, a picture).
 * @param chosen null for an element the person has not touched: its initial value counts
 * @throws when the choice is not on offer, as a person could not have made it
 */
export function stateOf(element: Element, chosen: Chosen | null): { type: string; [key: string]: unknown } | null {
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: pick(element, chosen, element.initial_option ?? null) };
    case 'overflow':
      return chosen === null ? null : { type: element.type, selected_option: pick(element, chosen, null) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type: element.type, selected_options: pickSeveral(element, chosen, element.initial_options ?? []) };
    case 'datepicker':
      return { type: element.type, selected_date: chosen ?? element.initial_date ?? null };
    case 'timepicker':
      return { type: element.type, selected_time: chosen ?? element.initial_time ?? null };
    case 'plain_text_input':
      return { type: element.type, value: chosen ?? element.initial_value ?? null };
    default:
      return null;
  }
}

/** True when the person has to fill this in before the modal can be sent. */
export function isEmptyState(state: { [key: string]: unknown }): boolean {
  return Object.entries(state).every(
    ([name, value]) =>
      name === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

function pick<Initial>(element: Element, chosen: Chosen | null, initial: Initial) {
  if (chosen === null) return initial;
  const found = optionsOf(element).find((option) => option.value === chosen);
  if (!found) throw new Error(`This ${element.type} does not offer that option.`);
  return found;
}

function pickSeveral<Initial>(element: Element, chosen: Chosen | null, initial: Initial) {
  if (chosen === null) return initial;
  return (typeof chosen === 'string' ? [chosen] : chosen).map((value) => pick(element, value, null));
}
