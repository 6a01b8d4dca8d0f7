import type { Connection } from '../database/client.ts';
import { listWorkspaces } from '../database/workspace-store.ts';
import type { CommandContext } from './context.ts';
import { examine, type Finding, hint, ok } from './finding.ts';

/** Whether Microsoft accepts the bot's credentials, and which tenants are not let in. */
export async function examineTeams(context: CommandContext, prisma: Connection): Promise<Finding[]> {
  const { teams } = context.config();
  if (teams.kind === 'off') return [ok('Teams: switched off by POLSSLAG_PLATFORMS.')];
  if (teams.kind === 'simulated')
    return [hint('Teams: simulated; set MICROSOFT_APP_ID and the rest to use the real one.')];
  const tenants = await listWorkspaces(prisma, 'teams');
  const refused = tenants.filter((tenant) => !tenant.connected);
  return [
    ...(await examine('Teams', 'the credentials of the bot are accepted.', () => context.checkTeamsCredentials())),
    ...(tenants.length === 0 ? [hint('Teams: no tenant is let in yet: polsslag teams allow TENANT.')] : []),
    ...refused.map(({ workspace, accounts }) =>
      hint(
        `Teams tenant ${workspace}: not allowed, so its ${accounts} people get nothing: polsslag teams allow ${workspace}.`,
      ),
    ),
  ];
}
