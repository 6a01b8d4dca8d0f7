import { interactionRequest } from './app-request.ts';
import type { AppDelivery } from './deliver.ts';
import type { ChosenValue } from './element-state.ts';
import { actionJson, type ElementName, findElement } from './find-element.ts';
import { viewJson } from './json-shapes.ts';
import { findPerson, type PersonContext, type SlackPerson, sendFor } from './person-context.ts';
import { interactionBase } from './tap-message.ts';
import type { OpenView } from './world.ts';

export interface ViewTap extends SlackPerson, ElementName {
  /** The option chosen in a select. */
  readonly selectedValue?: ChosenValue;
}

/** A person taps in the top modal. @throws Error when no modal is open or it has no such element */
export function tapModal(context: PersonContext, tap: ViewTap): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, tap);
  return tapIn(context, tap, workspace.modals.get(tap.user)?.at(-1));
}

/** A person taps on the app's home page. @throws Error when there is none or it has no such element */
export function tapHome(context: PersonContext, tap: ViewTap): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, tap);
  return tapIn(context, tap, workspace.homes.get(tap.user));
}

function tapIn(context: PersonContext, tap: ViewTap, open: OpenView | undefined): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, tap);
  if (!open) throw new Error('Nothing stands open for this person.');
  const found = findElement(open.view.blocks, tap);
  const chosen = tap.selectedValue ?? null;
  const action = actionJson(found, chosen, context.world.nextTs());
  if (chosen !== null) open.chosen.set(`${found.blockId}/${found.actionId}`, chosen);
  const payload = {
    ...interactionBase(context, workspace, tap.user, 'block_actions'),
    container: { type: 'view', view_id: open.id },
    view: viewJson(context.world, workspace, open),
    actions: [action],
  };
  return sendFor(context, workspace, tap.user, interactionRequest(payload));
}
