import pTimeout from 'p-timeout';
import type { ChatUser } from '../chat/address.ts';
import { type SealKey, unseal } from '../secrets/seal.ts';
import type { Pool } from './client.ts';

/** How long a token is used without asking again, in milliseconds, so that a tap need not wait for it. */
const KEPT_MS = 10_000;
/**
 * How long the database may take to answer when an older answer is known, in milliseconds: somebody is waiting, and
 * must hear soon when nothing works.
 */
const TIMEOUT_MS = 250;

/** The bot's credentials in a Slack workspace. */
interface SlackToken {
  readonly botToken: string;
  readonly botUserId: string | null;
}

/** Answers the platforms' questions about workspaces. @param keys the keys that seal tokens, newest first */
export function createWorkspaceAccess({ prisma }: Pool, keys: readonly SealKey[], now: () => number) {
  const tokens = new Map<string, { until: number; token: SlackToken }>();
  const askedFor = new Map<string, Promise<SlackToken | null>>();
  const tenants = new Map<string, number>();
  const find = (platform: 'slack' | 'teams', externalId: string) =>
    prisma.workspace.findUnique({ where: { platform_externalId: { platform, externalId } } });
  async function readToken(team: string): Promise<SlackToken | null> {
    const row = await find('slack', team);
    const usable = row?.state === 'active' && row.sealedToken !== null;
    const token =
      usable && row.sealedToken ? { botToken: unseal(row.sealedToken, keys), botUserId: row.botUser } : null;
    if (token) tokens.set(team, { until: now() + KEPT_MS, token });
    else tokens.delete(team);
    return token;
  }
  async function readTenant(tenant: string): Promise<boolean> {
    const allowed = (await find('teams', tenant))?.state === 'active';
    if (allowed) tenants.set(tenant, now() + KEPT_MS);
    else tenants.delete(tenant);
    return allowed;
  }
  return {
    /** The token of a workspace; null when it is unknown or must be connected again. */
    slackToken: async (team: string): Promise<SlackToken | null> => {
      const kept = tokens.get(team);
      if (kept && kept.until > now()) return kept.token;
      // All messages under way when a token expires share one query.
      const asked = askedFor.get(team) ?? readToken(team).finally(() => askedFor.delete(team));
      askedFor.set(team, asked);
      return kept ? orKnown(asked, kept.token) : asked;
    },
    /** Whether the workspace is known, also when it must be connected again. */
    isSlackWorkspace: async (team: string): Promise<boolean> => (await find('slack', team)) !== null,
    /**
     * Called when Slack refuses a token. Unless there is a newer one, nothing is sent there until the workspace is
     * connected again.
     */
    loseSlackWorkspace: async (team: string, refusedToken: string): Promise<void> => {
      tokens.delete(team);
      const sealedToken = (await find('slack', team))?.sealedToken ?? null;
      if (sealedToken === null || unseal(sealedToken, keys) !== refusedToken) return;
      const where = { platform: 'slack', externalId: team, sealedToken } as const;
      await prisma.workspace.updateMany({ where, data: { state: 'reconnect' } });
    },
    isTenantAllowed: async (tenant: string): Promise<boolean> => {
      const until = tenants.get(tenant);
      if (until !== undefined && until > now()) return true;
      const asked = readTenant(tenant);
      return until === undefined ? asked : orKnown(asked, true);
    },
    /** Whether somebody has an account in a tenant, also in one that was shut out. */
    isOnTeams: async ({ workspace, user }: ChatUser): Promise<boolean> =>
      (await prisma.account.count({
        where: { externalId: user, workspace: { platform: 'teams', externalId: workspace } },
      })) > 0,
    rememberServiceUrl: async (tenant: string, url: string): Promise<void> => {
      await prisma.workspace.updateMany({
        where: { platform: 'teams', externalId: tenant },
        data: { serviceUrl: url },
      });
    },
    serviceUrl: async (tenant: string): Promise<string | null> => (await find('teams', tenant))?.serviceUrl ?? null,
  };
}

/** The new answer, or the known one when the database does not answer in time. */
async function orKnown<Known>(asked: Promise<Known>, known: Known): Promise<Known> {
  try {
    return await pTimeout(asked, { milliseconds: TIMEOUT_MS, fallback: () => known });
  } catch {
    return known;
  }
}
