import { z } from 'zod';
import { fillInputs, type Inputs } from './card-inputs.ts';
import { drawnParts } from './drawn-parts.ts';
import type { JsonObject } from './world.ts';

/** A button in a card. */
export interface ActionOnCard {
  readonly type: string;
  readonly id?: string | undefined;
  readonly title?: string | undefined;
  readonly verb?: string | undefined;
  readonly data: JsonObject;
  /** 'none' when what is filled in on the card does not travel with it. */
  readonly associatedInputs?: string | undefined;
}

/** What tells a button from the others: what is on it, its verb, some of its data (at any depth), or its place among its kind. */
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

/** Every button that a person could tap, in the order of the card. */
export function findActions(card: JsonObject, type: string): readonly ActionOnCard[] {
  return drawnParts(card).flatMap((part) => {
    const action = actionShape.safeParse(part);
    return action.success && action.data.type === type && action.data.isEnabled !== false ? [action.data] : [];
  });
}

/** The first button that is like this, or null. */
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
 * What the button sends of the card's fields, once a person has filled in `inputs`.
 * @throws PolsslagError BAD_INPUT for what the card would not let a person do
 */
export function fillIn(card: JsonObject, action: ActionOnCard, inputs: Inputs): Inputs {
  return action.associatedInputs === 'none' ? {} : fillInputs(card, inputs);
}
