import type { AppDelivery } from './deliver.ts';
import type { PersonContext } from './person-context.ts';
import { eventEnvelope } from './send-event.ts';

/** Removes the app from a workspace: its token is refused at once, and the app is told by two events. */
export async function uninstallApp(context: PersonContext, team: string): Promise<AppDelivery[]> {
  const workspace = context.world.workspaces.get(team);
  if (!workspace) throw new Error('No such workspace.');
  workspace.tokenFault = 'account_inactive';
  const events = [
    { type: 'tokens_revoked', tokens: { oauth: [], bot: [workspace.botUser] } },
    { type: 'app_uninstalled' },
  ];
  return Promise.all(events.map((event) => context.delivery.send(eventEnvelope(context, workspace, event))));
}
