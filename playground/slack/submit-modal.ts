import { z } from 'zod';
import { interactionRequest } from './app-request.ts';
import { checkModal } from './check-view.ts';
import type { AppDelivery } from './deliver.ts';
import { type ChosenValue, isEmptyState, stateOf } from './element-state.ts';
import { allElements } from './find-element.ts';
import { viewJson } from './json-shapes.ts';
import { addNotice, findPerson, type PersonContext, type SlackPerson, sendFor } from './person-context.ts';
import { interactionBase } from './tap-message.ts';
import { closeModals, pushModal, replaceView } from './views.ts';
import type { OpenView, Workspace } from './world.ts';

/** The values that a person fills in, by the action_id or block_id of each field. */
export type ModalValues = { readonly [field: string]: ChosenValue };

const responseSchema = z.discriminatedUnion('response_action', [
  z.strictObject({ response_action: z.literal('clear') }),
  z.strictObject({ response_action: z.literal('update'), view: z.unknown() }),
  z.strictObject({ response_action: z.literal('push'), view: z.unknown() }),
  z.strictObject({
    response_action: z.literal('errors'),
    errors: z
      .record(z.string(), z.string().min(1))
      .refine((errors) => Object.keys(errors).length > 0, 'errors must not be empty'),
  }),
]);

/**
 * A person fills in the top modal and submits it; the app's answer (close, clear, update, push, errors) is applied.
 * @throws Error when no modal is open, it has no submit button, it does not offer a value, or a required field is empty
 */
export async function submitModal(context: PersonContext, who: SlackPerson, values: ModalValues): Promise<AppDelivery> {
  const { workspace } = findPerson(context.world, who);
  const open = workspace.modals.get(who.user)?.at(-1);
  if (open?.view.type !== 'modal') throw new Error('No modal is open for this person.');
  if (!open.view.submit || open.view.submit_disabled) throw new Error('This modal cannot be sent.');
  for (const [field, chosen] of Object.entries(values)) fillIn(open, field, chosen);
  requireFilled(open);
  const payload = {
    ...interactionBase(context, workspace, who.user, 'view_submission'),
    view: viewJson(context.world, workspace, open),
    response_urls: [],
  };
  const delivery = await sendFor(context, workspace, who.user, interactionRequest(payload));
  if (!delivery.problem) applyResponse(context, workspace, open, delivery.answer);
  return delivery;
}

/** A person closes the top modal, or all of them. The app is told when the modal asks for that; otherwise null. */
export async function closeModal(context: PersonContext, who: SlackPerson, all = false): Promise<AppDelivery | null> {
  const { workspace } = findPerson(context.world, who);
  const open = workspace.modals.get(who.user)?.at(-1);
  if (open?.view.type !== 'modal') throw new Error('No modal is open for this person.');
  closeModals(context.world, workspace, who.user, all ? 'all' : 'top');
  if (!open.view.notify_on_close) return null;
  const { trigger_id: _unused, ...base } = interactionBase(context, workspace, who.user, 'view_closed');
  const payload = { ...base, view: viewJson(context.world, workspace, open), is_cleared: all };
  return sendFor(context, workspace, who.user, interactionRequest(payload));
}

function fillIn(open: OpenView, field: string, chosen: ChosenValue): void {
  const fits = allElements(open.view.blocks).filter((found) => found.actionId === field || found.blockId === field);
  const [found, another] = fits;
  if (!found || another) throw new Error(`The modal has ${found ? 'more than one' : 'no'} field "${field}".`);
  if (!stateOf(found.element, chosen)) throw new Error(`"${field}" takes no value.`);
  open.chosen.set(`${found.blockId}/${found.actionId}`, chosen);
}

function requireFilled(open: OpenView): void {
  for (const block of open.view.blocks) {
    if (block.type !== 'input' || block.optional) continue;
    const chosen = open.chosen.get(`${block.block_id}/${block.element.action_id}`) ?? null;
    if (isEmptyState(stateOf(block.element, chosen) ?? {})) throw new Error('A required field is empty.');
  }
}

function applyResponse(context: PersonContext, workspace: Workspace, open: OpenView, answer: unknown): void {
  const { world } = context;
  const stillThere = workspace.modals.get(open.user)?.at(-1) === open;
  if (answer === null || answer === '' || isEmptyObject(answer)) {
    if (stillThere) closeModals(world, workspace, open.user, 'top');
    return;
  }
  const response = responseSchema.safeParse(answer);
  if (!response.success) {
    addNotice(world, workspace, open.user, 'invalid_view_response');
    return;
  }
  const fault = applyAction(context, workspace, open, response.data);
  if (fault) addNotice(world, workspace, open.user, fault);
}

function applyAction(
  context: PersonContext,
  workspace: Workspace,
  open: OpenView,
  response: z.infer<typeof responseSchema>,
): string | null {
  const { world } = context;
  if (response.response_action === 'clear') {
    closeModals(world, workspace, open.user, 'all');
    return null;
  }
  if (response.response_action === 'errors') return showErrors(context, open, response.errors);
  const view = checkModal(response.view);
  if (!view.ok) return 'invalid_view_response';
  if (response.response_action === 'update') {
    replaceView(world, workspace, open, view.value);
    return null;
  }
  return pushModal(world, workspace, open.user, view.value) ? null : 'push_limit_reached';
}

function showErrors(context: PersonContext, open: OpenView, errors: OpenView['errors']): string | null {
  const inputs = open.view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));
  if (!Object.keys(errors).every((blockId) => inputs.includes(blockId))) return 'invalid_view_response';
  open.errors = errors;
  context.world.changed();
  return null;
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
