import { connectSlackWorkspace, findSealedToken } from '../database/workspace-store.ts';
import { errorCode } from '../error-code.ts';
import { PolsslagError } from '../errors.ts';
import { seal, unseal } from '../secrets/seal.ts';
import type { Foundation } from './foundation.ts';
import type { PlatformConnections } from './platforms.ts';

/**
 * A token among the settings makes the first workspace's row, or mends it. A token that the workspace has already and
 * that Slack accepts stays: it came from `polsslag slack add`, or is the same. So does one that cannot be opened: other processes
 * may have its key, and `/readyz` says that this one has not. When Slack cannot be asked or refuses the one among the settings,
 * everything else starts all the same, and a known workspace goes on with the token that it has.
 */
export async function connectFirstWorkspace(foundation: Foundation, { slack }: PlatformConnections): Promise<void> {
  if (!slack?.botToken) return;
  const { log, database, keys } = foundation;
  const { botToken, apiUrl } = slack;
  const { checkToken } = await import('../platforms/slack/install.ts');
  const checked = await checkToken(botToken, apiUrl, log).catch((error: unknown) => {
    log.error({ code: errorCode(error) }, 'SLACK_BOT_TOKEN could not be checked: see polsslag doctor');
    return null;
  });
  if (!checked) return;
  const { teamId, teamName, botUserId } = checked;
  const sealed = await findSealedToken(database.prisma, teamId);
  const stored = sealed === null ? null : unsealToken(sealed, foundation);
  if (sealed !== null && stored === null) {
    log.error(
      { workspace: teamId },
      'SLACK_BOT_TOKEN is not used: the stored token has another key, see polsslag doctor',
    );
    return;
  }
  const keep = stored !== null && stored !== botToken && (await isGood(stored, apiUrl, foundation));
  if (keep) log.warn({ workspace: teamId }, 'SLACK_BOT_TOKEN is not used: slack add gave this workspace another token');
  await connectSlackWorkspace(database.prisma, {
    externalId: teamId,
    name: teamName,
    botUser: botUserId,
    sealedToken: keep && sealed !== null ? sealed : seal(botToken, keys),
  });
}

/** @returns null when its key is not among ours */
function unsealToken(sealed: string, { keys }: Foundation): string | null {
  try {
    return unseal(sealed, keys);
  } catch (error) {
    if (error instanceof PolsslagError) return null;
    throw error;
  }
}

/** What Slack does not answer about is not thrown away. */
async function isGood(token: string, apiUrl: string | null, { log }: Foundation): Promise<boolean> {
  try {
    const { checkToken } = await import('../platforms/slack/install.ts');
    await checkToken(token, apiUrl, log);
    return true;
  } catch (error) {
    if (error instanceof PolsslagError) return error.code === 'UNAVAILABLE';
    throw error;
  }
}
