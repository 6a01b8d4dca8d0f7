import type { AppDelivery } from './deliver.ts';
import type { PersonContext } from './person-context.ts';
import { eventEnvelope } from './send-event.ts';

/** The app is removed from a workspace: its token is void at once. */
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
