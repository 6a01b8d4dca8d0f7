import { z } from 'zod';
import { optionsOf } from './check-blocks.ts';
import { type Element, timeOfDaySchema } from './element-schema.ts';

/** The longest text that Slack accepts in a field without a maximum of its own. */
const MAX_INPUT_LENGTH = 3000;

/**
 * What a person chose or typed: the value of an option, a date, a time or a text; several values for an element that
 * accepts several.
 */
export type ChosenValue = string | readonly string[];

/**
 * The entry for an element in Slack's state.values; null for an element without a value (a button, a picture).
 * @param chosen null for an element that the person has not touched, which then has its initial value
 * @throws Error when the element does not offer this choice, so that a person could not have made it
 */
export function stateOf(element: Element, chosen: ChosenValue | null): { type: string; [key: string]: unknown } | null {
  switch (element.type) {
    case 'static_select':
    case 'radio_buttons':
      return { type: element.type, selected_option: pick(element, chosen, element.initial_option ?? null) };
    case 'multi_static_select':
    case 'checkboxes':
      return { type: element.type, selected_options: pickSeveral(element, chosen, element.initial_options ?? []) };
    case 'datepicker':
      return { type: element.type, selected_date: chosen === null ? (element.initial_date ?? null) : dateOf(chosen) };
    case 'timepicker':
      return { type: element.type, selected_time: chosen === null ? (element.initial_time ?? null) : timeOf(chosen) };
    case 'plain_text_input':
      return { type: element.type, value: chosen === null ? (element.initial_value ?? null) : textOf(element, chosen) };
    default:
      return null;
  }
}

/** Whether the state of an element holds no value. */
export function isEmptyState(state: { [key: string]: unknown }): boolean {
  return Object.entries(state).every(
    ([name, value]) =>
      name === 'type' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

function dateOf(chosen: ChosenValue): string | null {
  const date = typed(chosen);
  if (date !== null && !z.iso.date().safeParse(date).success) throw new Error('A date picker gives no such date.');
  return date;
}

function timeOf(chosen: ChosenValue): string | null {
  const time = typed(chosen);
  if (time !== null && !timeOfDaySchema.safeParse(time).success) throw new Error('A time picker gives no such time.');
  return time;
}

/** Slack does not let people send a text that is too long or too short. @throws Error for such a text */
function textOf(element: Extract<Element, { type: 'plain_text_input' }>, chosen: ChosenValue): string | null {
  const text = typed(chosen);
  if (text === null) return null;
  if (!element.multiline && text.includes('\n')) throw new Error('This text has one line.');
  if (text.length > (element.max_length ?? MAX_INPUT_LENGTH)) throw new Error('This text is longer than its field.');
  if (text.length < (element.min_length ?? 0)) throw new Error('This text is shorter than its field.');
  return text;
}

/** Null for a field that was emptied. */
function typed(chosen: ChosenValue): string | null {
  if (typeof chosen !== 'string') throw new Error('This element takes one value.');
  return chosen === '' ? null : chosen;
}

function pick<Initial>(element: Element, chosen: ChosenValue | null, initial: Initial) {
  if (chosen === null) return initial;
  const found = optionsOf(element).find((option) => option.value === chosen);
  if (!found) throw new Error(`This ${element.type} does not offer that option.`);
  return found;
}

function pickSeveral<Initial>(element: Element, chosen: ChosenValue | null, initial: Initial) {
  if (chosen === null) return initial;
  return (typeof chosen === 'string' ? [chosen] : chosen).map((value) => pick(element, value, null));
}
