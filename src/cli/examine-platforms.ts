import type { Connection } from '../database/client.ts';
import { listSealedTokens, listWorkspaces } from '../database/workspace-store.ts';
import { type SealKey, unseal } from '../secrets/seal.ts';
import type { CommandContext } from './context.ts';
import { examine, type Finding, fault, hint, ok } from './finding.ts';

/** Whether Slack accepts every token, and which workspaces have none. */
export async function examineSlack(
  context: CommandContext,
  prisma: Connection,
  keys: readonly SealKey[],
): Promise<Finding[]> {
  const { slack } = context.config();
  if (slack.kind !== 'real') {
    return slack.kind === 'off'
      ? [ok('Slack: switched off by POLSSLAG_PLATFORMS.')]
      : [hint('Slack: simulated; set SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN) to use the real one.')];
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
      hint(`Slack workspace ${workspace}: not connected, so its ${accounts} people get nothing: polsslag slack add.`),
    ),
  );
  if (findings.length > 0) return findings;
  return [fault('Slack: no workspace has a token yet: polsslag slack add, with the bot token on standard input.')];
}
