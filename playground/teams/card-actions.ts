import { z } from 'zod';
import { fillInputs, type Inputs } from './card-inputs.ts';
import { drawnParts } from './drawn-parts.ts';
import type { JsonObject } from './world.ts';

/** A button on a card. */
export interface ActionOnCard {
  readonly type: string;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly verb?: string | undefined;
  readonly data: JsonObject;
  /** 'none' when the card's fields are not sent with it. */
  readonly associatedInputs?: string | undefined;
}

/**
 * Criteria that select a button: its title, its verb, some of its data (at any depth), or its index among buttons of
 * its type.
 */
export interface WhichAction {
  readonly title?: string;
  readonly verb?: string;
  readonly data?: JsonObject;
  readonly actionIndex?: number;
}

const actionShape = z.looseObject({
  type: z.string().startsWith('Action.'),
  id: z.string().optional(),
  title: z.string().optional(),
  verb: z.string().optional(),
  data: z.looseObject({}).catch({}),
  associatedInputs: z.string().toLowerCase().optional(),
  isEnabled: z.boolean().optional(),
});

/** Every enabled button of a type, in the order of the card. */
export function findActions(card: JsonObject, type: string): readonly ActionOnCard[] {
  return drawnParts(card).flatMap((part) => {
    const action = actionShape.safeParse(part);
    return action.success && action.data.type === type && action.data.isEnabled !== false ? [action.data] : [];
  });
}

/** The first button that meets all criteria, or null. */
export function pickAction(actions: readonly ActionOnCard[], which: WhichAction): ActionOnCard | null {
  const [action] = actions
    .filter((_, index) => which.actionIndex === undefined || index === which.actionIndex)
    .filter((one) => which.title === undefined || one.title === which.title)
    .filter((one) => which.verb === undefined || one.verb === which.verb)
    .filter((one) => holds(one.data, which.data ?? {}));
  return action ?? null;
}

const anyObject = z.looseObject({});

function holds(whole: unknown, piece: unknown): boolean {
  const [all, some] = [anyObject.safeParse(whole), anyObject.safeParse(piece)];
  if (!all.success || !some.success) return whole === piece;
  return Object.entries(some.data).every(([key, value]) => holds(all.data[key], value));
}

/**
 * The values of the card's fields that the button sends, after a person filled in `inputs`.
 * @throws PolsslagError BAD_INPUT for values that the card does not let a person enter
 */
export function fillIn(card: JsonObject, action: ActionOnCard, inputs: Inputs): Inputs {
  return action.associatedInputs === 'none' ? {} : fillInputs(card, inputs);
}
