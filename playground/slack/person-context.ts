import type { AppRequest } from './app-request.ts';
import type { AppDelivery, createDelivery } from './deliver.ts';
import type { ResponseUrls, Triggers } from './expiring-handles.ts';
import type { SlackUser, Workspace, World } from './world.ts';

type Deliver = ReturnType<typeof createDelivery>;

/** A person in one workspace. */
export interface SlackPerson {
  readonly team: string;
  readonly user: string;
}

/** What the actions of people work with. */
export interface PersonContext {
  readonly world: World;
  readonly scopes: readonly string[];
  readonly triggers: Triggers;
  readonly responseUrls: ResponseUrls;
  readonly delivery: Deliver;
}

/** @throws Error when the workspace or the person does not exist, or the person's account was deactivated */
export function findPerson(world: World, who: SlackPerson): { workspace: Workspace; person: SlackUser } {
  const workspace = world.workspaces.get(who.team);
  const person = workspace?.people.get(who.user);
  if (!workspace || !person?.active) throw new Error('No such active person in this workspace.');
  return { workspace, person };
}

/** Sends a request to the app. When the app does not acknowledge it, the person sees that something went wrong. */
export async function sendFor(
  context: PersonContext,
  workspace: Workspace,
  user: string,
  request: AppRequest,
): Promise<AppDelivery> {
  const delivery = await context.delivery.send(request);
  if (delivery.problem) addNotice(context.world, workspace, user, delivery.problem);
  return delivery;
}

/** Records what this person saw go wrong. @param what Slack's code */
export function addNotice(world: World, workspace: Workspace, user: string, what: string): void {
  workspace.notices.push({ user, what });
  world.changed();
}
