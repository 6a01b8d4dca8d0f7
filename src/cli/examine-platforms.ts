import type { Connection } from '../database/client.ts';
import { listSealedTokens, listWorkspaces } from '../database/workspace-store.ts';
import { type SealKey, unseal } from '../secrets/seal.ts';
import { countOf } from '../text/count.ts';
import type { CommandContext } from './context.ts';
import { examine, type Finding, found } from './finding.ts';

/** Whether Slack and Microsoft let us in, and who is not connected. */
export async function examinePlatforms(
  context: CommandContext,
  prisma: Connection,
  keys: readonly SealKey[],
): Promise<Finding[]> {
  return [...(await examineSlack(context, prisma, keys)), ...(await examineTeams(context, prisma))];
}

/** Whether Slack accepts every token, and which workspaces have none. */
async function examineSlack(context: CommandContext, prisma: Connection, keys: readonly SealKey[]): Promise<Finding[]> {
  const { slack } = context.config();
  if (slack.kind !== 'real') {
    return slack.kind === 'off'
      ? [found.ok('Slack: switched off by POLSSLAG_PLATFORMS.')]
      : [found.hint('Slack: simulated; set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN) to use the real one.')];
  }
  const findings: Finding[] = [];
  const { botToken } = slack;
  if (botToken !== null) {
    findings.push(...(await examine('Slack, SLACK_BOT_TOKEN', 'accepted.', () => context.checkSlackToken(botToken))));
  }
  for (const { workspace, sealedToken } of await listSealedTokens(prisma)) {
    const check = () => context.checkSlackToken(unseal(sealedToken, keys));
    findings.push(...(await examine(`Slack workspace ${workspace}`, 'its token is accepted.', check)));
  }
  // The token of the environment may be the one that a workspace seems to lack.
  const lacking = (await listWorkspaces(prisma, 'slack')).filter((workspace) => !workspace.connected);
  findings.push(
    ...lacking.map(({ workspace, accounts }) =>
      found.hint(
        `Slack workspace ${workspace}: not connected, so nothing goes to its ${countOf(accounts, 'person', 'people')}: polsslag slack add.`,
      ),
    ),
  );
  if (findings.length > 0) return findings;
  return [
    found.fault('Slack: no workspace has a token yet: polsslag slack add, with the bot token on standard input.'),
  ];
}

/** Whether Microsoft accepts the bot's credentials, and which tenants are not let in. */
async function examineTeams(context: CommandContext, prisma: Connection): Promise<Finding[]> {
  const { teams } = context.config();
  if (teams.kind === 'off') return [found.ok('Teams: switched off by POLSSLAG_PLATFORMS.')];
  if (teams.kind === 'simulated')
    return [found.hint('Teams: simulated; set MICROSOFT_APP_ID and the rest to use the real one.')];
  const tenants = await listWorkspaces(prisma, 'teams');
  const refused = tenants.filter((tenant) => !tenant.connected);
  return [
    ...(await examine('Teams', 'the credentials of the bot are accepted.', () => context.checkTeamsCredentials())),
    ...(tenants.length === 0 ? [found.hint('Teams: no tenant is let in yet: polsslag teams allow TENANT.')] : []),
    ...refused.map(({ workspace, accounts }) =>
      found.hint(
        `Teams tenant ${workspace}: not allowed, so nothing goes to its ${countOf(accounts, 'person', 'people')}: polsslag teams allow ${workspace}.`,
      ),
    ),
  ];
}
