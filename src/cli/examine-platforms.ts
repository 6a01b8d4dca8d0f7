import type { PlatformName } from '../chat/address.ts';
import type { Connection } from '../database/client.ts';
import { countPeopleOn, listSealedTokens, listWorkspaces } from '../database/workspace-store.ts';
import { PolsslagError } from '../errors.ts';
import { listUnserved } from '../outbox/served-platforms.ts';
import { type SealKey, unseal } from '../secrets/seal.ts';
import { countOf } from '../text/numbers.ts';
import type { CommandContext } from './context.ts';
import { examine, type Finding, found } from './finding.ts';
import { PLATFORM_NAMES } from './switched-off.ts';
import { localTime } from './terminal.ts';

/** Checks whether Slack and Microsoft accept the credentials, and who is not connected. */
export async function examinePlatforms(
  context: CommandContext,
  prisma: Connection,
  { keys, simulators }: { readonly keys: readonly SealKey[]; readonly simulators: boolean },
): Promise<Finding[]> {
  const { slack, teams } = context.config();
  return [
    ...(await examineUnserved(context, prisma)),
    ...(slack.kind === 'simulated'
      ? simulated('Slack', SLACK_SETTINGS, simulators)
      : await examineSlack(context, prisma, keys)),
    ...(teams.kind === 'simulated'
      ? simulated('Teams', TEAMS_SETTINGS, simulators)
      : await examineTeams(context, prisma)),
  ];
}

const SLACK_SETTINGS = 'SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN)';
const TEAMS_SETTINGS = 'MICROSOFT_APP_ID and the rest';

/** Without simulators this is reported as a fault of the configuration. */
function simulated(name: string, settings: string, simulators: boolean): Finding[] {
  return simulators ? [found.hint(`${name}: simulated; set ${settings} to use the real one.`)] : [];
}

/**
 * Platforms for which no worker runs. Nothing is planned there and waiting messages moved elsewhere, so that nothing is
 * late and nobody else would notice.
 */
async function examineUnserved(context: CommandContext, prisma: Connection): Promise<Finding[]> {
  const config = context.config();
  const unserved = (await listUnserved(prisma)).filter(({ platform }) => config[platform].kind !== 'off');
  return unserved.map(({ platform, servedAt }) =>
    found.hint(
      `${PLATFORM_NAMES[platform]}: no worker has sent there since ${localTime(servedAt, config.timezone)}, so nobody is reached there: see that a worker runs, and that its POLSSLAG_PLATFORMS has ${platform}.`,
    ),
  );
}

/**
 * For a platform that is switched off. People who can be reached only there get nothing, and their messages wait until
 * they are too late.
 */
async function switchedOff(prisma: Connection, platform: PlatformName): Promise<Finding> {
  const off = `${PLATFORM_NAMES[platform]}: switched off by POLSSLAG_PLATFORMS`;
  const there = await listWorkspaces(prisma, platform);
  const channels = there.reduce((sum, each) => sum + each.channels, 0);
  const { alone, elsewhereToo } = await countPeopleOn(prisma, platform);
  const moved =
    elsewhereToo === 0
      ? ''
      : `; the messages of ${countOf(elsewhereToo, 'person', 'people')} with an account elsewhere go there`;
  if (alone + channels === 0) return found.ok(`${off}${moved}.`);
  return found.hint(
    `${off}, so nothing goes to the ${countOf(alone, 'person', 'people')} and ${countOf(channels, 'channel')} there${moved}: add ${platform} to it, or import these people where they are now.`,
  );
}

/** Checks whether Slack accepts every token, and which workspaces have none. */
async function examineSlack(context: CommandContext, prisma: Connection, keys: readonly SealKey[]): Promise<Finding[]> {
  const { slack } = context.config();
  if (slack.kind !== 'real') return [await switchedOff(prisma, 'slack')];
  const findings: Finding[] = [];
  const { botToken } = slack;
  if (botToken !== null) {
    findings.push(...(await examine('Slack, SLACK_BOT_TOKEN', 'accepted.', () => context.checkSlackToken(botToken))));
  }
  for (const { workspace, sealedToken } of await listSealedTokens(prisma)) {
    const check = () => context.checkSlackToken(opened(sealedToken, keys));
    findings.push(...(await examine(`Slack workspace ${workspace}`, 'its token is accepted.', check)));
  }
  // Listed after the setting's token was checked, because a workspace without a stored token may get that one.
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

/** @throws PolsslagError BAD_CONFIGURATION */
function opened(sealedToken: string, keys: readonly SealKey[]): string {
  try {
    return unseal(sealedToken, keys);
  } catch (cause) {
    if (!(cause instanceof PolsslagError)) throw cause;
    const way = 'When that key is lost: polsslag slack add, with the bot token on standard input.';
    throw new PolsslagError('BAD_CONFIGURATION', `${cause.message} ${way}`, { cause });
  }
}

/** Checks whether Microsoft accepts the bot's credentials, and which tenants are not allowed. */
async function examineTeams(context: CommandContext, prisma: Connection): Promise<Finding[]> {
  const { teams } = context.config();
  if (teams.kind !== 'real') return [await switchedOff(prisma, 'teams')];
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
