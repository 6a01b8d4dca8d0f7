import { z } from 'zod';
import { carriedText, platformId } from '../../chat/incoming-text.ts';
import type { ActionData } from '../../chat/view.ts';
import { LIMITS } from './limits.ts';

/*
 * What a button or a select must remember between drawing and tapping, written into the few characters that Slack
 * gives for it. The number makes ids unique within a message; the action is what stands before it.
 */

const actionData = z.record(carriedText, carriedText);
const selectMemory = z.tuple([z.int(), carriedText, actionData]);

/** Stands in the action_id of a button that opens an address: Slack tells of its taps all the same. */
export const ADDRESS_ACTION = 'address';

const modalMemory = z.union([
  z.tuple([platformId, actionData]).transform(([channel, data]): ModalMemory => ({ channel, data })),
  actionData.transform((data): ModalMemory => ({ channel: null, data })),
]);

/** `'check-in.answer', 3` -> `'check-in.answer#3'`, or null when it is too long for Slack. */
export function writeActionId(action: string, number: number): string | null {
  return within(`${action}#${number}`, LIMITS.actionId);
}

/** The action in an action_id that writeActionId wrote, or null when it wrote none like it. */
export function readActionId(actionId: string): string | null {
  return /^(.+)#\d+$/s.exec(actionId)?.[1] ?? null;
}

/** A button's value, or null when it is too long for Slack. */
export function writeButtonData(data: ActionData): string | null {
  return within(JSON.stringify(data), LIMITS.buttonValue);
}

/** The data of a button's value, or null when it is not ours. */
export function readData(value: string): ActionData | null {
  return parseJson(value, actionData);
}

/** What a modal must remember: its data, and the channel that it was opened from. */
export interface ModalMemory {
  readonly data: ActionData;
  readonly channel: string | null;
}

/** A modal's private_metadata, or null when it is too long for Slack. */
export function writeModalMemory({ data, channel }: ModalMemory): string | null {
  return within(JSON.stringify(channel === null ? data : [channel, data]), LIMITS.privateMetadata);
}

/** What a modal's private_metadata holds, or null when it is not ours. */
export function readModalMemory(text: string): ModalMemory | null {
  return parseJson(text, modalMemory);
}

/** A select's data, kept in the id of its block; null when it is too long for Slack. */
export function writeSelectData(number: number, name: string, data: ActionData): string | null {
  return within(JSON.stringify([number, name, data]), LIMITS.blockId);
}

/** The data of a select with the chosen value under its name, or null when the block is not ours. */
export function readSelectData(blockId: string, chosen: string): ActionData | null {
  const memory = parseJson(blockId, selectMemory);
  if (memory === null) return null;
  const [, name, data] = memory;
  return { ...data, [name]: chosen };
}

function within(text: string, max: number): string | null {
  return text.length <= max ? text : null;
}

function parseJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
