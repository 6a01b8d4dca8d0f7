import { z } from 'zod';
import { parseArguments } from '../arguments.ts';
import { checkHome, checkModal } from '../check-view.ts';
import { viewJson } from '../json-shapes.ts';
import type { WebMethod } from '../method.ts';
import { explainedFault, SlackFault } from '../slack-fault.ts';
import { openModal, publishHome, replaceView } from '../views.ts';
import type { OpenView, Workspace } from '../world.ts';

const openSchema = z.strictObject({ trigger_id: z.string().min(1), view: z.unknown() });
const updateSchema = z.strictObject({
  view_id: z.string().optional(),
  external_id: z.string().optional(),
  hash: z.string().optional(),
  view: z.unknown(),
});
const publishSchema = z.strictObject({ user_id: z.string().min(1), hash: z.string().optional(), view: z.unknown() });

const open: WebMethod = (context, workspace, args) => {
  const call = parseArguments(openSchema, args);
  const view = checkModal(call.view);
  if (!view.ok) throw explainedFault('invalid_arguments', view.messages);
  const redeemed = context.triggers.redeem(workspace.team, call.trigger_id);
  if ('error' in redeemed) throw new SlackFault(redeemed.error);
  const opened = openModal(context.world, workspace, redeemed.user, view.value);
  return { view: viewJson(context.world, workspace, opened) };
};

const update: WebMethod = (context, workspace, args) => {
  const call = parseArguments(updateSchema, args);
  const view = checkModal(call.view);
  if (!view.ok) throw explainedFault('invalid_arguments', view.messages);
  const found = [...workspace.modals.values()].flat().find((one) => isNamed(one, call));
  if (!found) throw new SlackFault('not_found');
  if (call.hash !== undefined && call.hash !== found.hash) throw new SlackFault('hash_conflict');
  replaceView(context.world, workspace, found, view.value);
  return { view: viewJson(context.world, workspace, found) };
};

const publish: WebMethod = (context, workspace, args) => {
  const call = parseArguments(publishSchema, args);
  const view = checkHome(call.view);
  if (!view.ok) throw explainedFault('invalid_arguments', view.messages);
  requireActivePerson(workspace, call.user_id);
  const shown = workspace.homes.get(call.user_id);
  if (call.hash !== undefined && call.hash !== shown?.hash) throw new SlackFault('hash_conflict');
  const home = publishHome(context.world, workspace, call.user_id, view.value);
  return { view: viewJson(context.world, workspace, home) };
};

/** The `views` methods by name. */
export const viewMethods = { 'views.open': open, 'views.update': update, 'views.publish': publish } as const;

function isNamed(open: OpenView, names: { view_id?: string | undefined; external_id?: string | undefined }): boolean {
  if (names.view_id !== undefined) return open.id === names.view_id;
  return names.external_id !== undefined && open.view.external_id === names.external_id;
}

function requireActivePerson(workspace: Workspace, user: string): void {
  const person = workspace.people.get(user);
  if (!person) throw new SlackFault('user_not_found');
  if (!person.active) throw new SlackFault('user_disabled');
}
