import { randomBytes } from 'node:crypto';
import type { HomeView, ModalView } from './check-view.ts';
import { withIds } from './messages.ts';
import type { OpenView, Workspace, World } from './world.ts';

/** The number of modals that Slack stacks. */
const MAX_MODALS = 3;

/** Opens a modal for a person; it replaces all open modals. */
export function openModal(world: World, workspace: Workspace, user: string, view: ModalView): OpenView {
  const opened = newView(world, workspace, user, view, null);
  workspace.modals.set(user, [opened]);
  world.changed();
  return opened;
}

/** Puts a modal on top of the open one. @returns null when the stack is full */
export function pushModal(world: World, workspace: Workspace, user: string, view: ModalView): OpenView | null {
  const stack = workspace.modals.get(user) ?? [];
  if (stack.length >= MAX_MODALS) return null;
  const opened = newView(world, workspace, user, view, stack.at(-1) ?? null);
  workspace.modals.set(user, [...stack, opened]);
  world.changed();
  return opened;
}

/** Closes the top modal, or all of them. */
export function closeModals(world: World, workspace: Workspace, user: string, which: 'top' | 'all'): void {
  const stack = workspace.modals.get(user) ?? [];
  workspace.modals.set(user, which === 'all' ? [] : stack.slice(0, -1));
  world.changed();
}

/**
 * Replaces the content of an open view. What the person chose stays for elements whose block_id and action_id still
 * exist.
 */
export function replaceView(world: World, workspace: Workspace, open: OpenView, view: ModalView | HomeView): void {
  open.view = { ...view, blocks: withIds(world, view.blocks) };
  open.hash = newHash();
  open.errors = {};
  workspace.viewsShown.push(open.view);
  world.changed();
}

/** Shows a home page to a person; it replaces the earlier one. */
export function publishHome(world: World, workspace: Workspace, user: string, view: HomeView): OpenView {
  const shown = workspace.homes.get(user);
  if (shown) {
    replaceView(world, workspace, shown, view);
    return shown;
  }
  const home = newView(world, workspace, user, view, null);
  workspace.homes.set(user, home);
  world.changed();
  return home;
}

function newView(
  world: World,
  workspace: Workspace,
  user: string,
  view: ModalView | HomeView,
  below: OpenView | null,
): OpenView {
  const id = world.nextId('V');
  const named = { ...view, blocks: withIds(world, view.blocks) };
  workspace.viewsShown.push(named);
  return {
    id,
    rootId: below?.rootId ?? id,
    previousId: below?.id ?? null,
    user,
    hash: newHash(),
    view: named,
    chosen: new Map(),
    errors: {},
  };
}

/** A hash like Slack's: the time, and random characters that make it unique across processes. */
function newHash(): string {
  return `${Math.floor(Date.now() / 1_000)}.${randomBytes(6).toString('base64url')}`;
}
