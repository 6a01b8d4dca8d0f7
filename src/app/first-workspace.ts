import { connectSlackWorkspace, findSealedToken } from '../database/workspace-store.ts';
import { errorCode } from '../error-code.ts';
import { PolsslagError } from '../errors.ts';
import { seal, unseal } from '../secrets/seal.ts';
import type { Foundation } from './foundation.ts';
import type { PlatformConnections } from './platforms.ts';

/**
 * Connects the Slack workspace of SLACK_BOT_TOKEN, or updates its token. A stored token that Slack still accepts is
 * kept: `polsslag slack add` put it there, or it is the same. A stored token that cannot be opened is kept too: other
 * processes may have its key, and `/readyz` reports that this one has not. When Slack cannot be reached or refuses the
 * token of the settings, the start goes on, and a known workspace keeps the token that it has.
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

/** @returns null when the key that it was sealed with is not configured */
function unsealToken(sealed: string, { keys }: Foundation): string | null {
  try {
    return unseal(sealed, keys);
  } catch (error) {
    if (error instanceof PolsslagError) return null;
    throw error;
  }
}

/** A token counts as good when Slack cannot be reached, so that an outage throws none away. */
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
