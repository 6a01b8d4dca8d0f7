import { type SealKey, unseal } from '../secrets/seal.ts';
import type { Pool } from './client.ts';

/** What the platforms ask about workspaces while they run. */
export interface WorkspaceAccess {
  /** The bot's credentials in a Slack workspace; null when it is unknown or must be connected again. */
  slackToken(team: string): Promise<{ botToken: string; botUserId: string | null } | null>;
  /** Slack refuses this token: unless there is a newer one, nothing is sent there until the workspace is connected again. */
  loseSlackWorkspace(team: string, refusedToken: string): Promise<void>;
  isTenantAllowed(tenant: string): Promise<boolean>;
  rememberServiceUrl(tenant: string, url: string): Promise<void>;
  serviceUrl(tenant: string): Promise<string | null>;
}

/** Milliseconds for which a token is not asked for again: a tap should not wait for it. */
const KEPT_MS = 10_000;

/** Workspaces in PostgreSQL. @param keys what tokens are sealed with, newest first */
export function createWorkspaceAccess({ prisma }: Pool, keys: readonly SealKey[], now: () => number): WorkspaceAccess {
  const tokens = new Map<string, { until: number; token: Awaited<ReturnType<WorkspaceAccess['slackToken']>> }>();
  const tenants = new Map<string, number>();
  const find = (platform: 'slack' | 'teams', externalId: string) =>
    prisma.workspace.findUnique({ where: { platform_externalId: { platform, externalId } } });
  return {
    slackToken: async (team) => {
      const kept = tokens.get(team);
      if (kept && kept.until > now()) return kept.token;
      const row = await find('slack', team);
      const usable = row?.state === 'active' && row.sealedToken !== null;
      const token =
        usable && row.sealedToken ? { botToken: unseal(row.sealedToken, keys), botUserId: row.botUser } : null;
      if (token) tokens.set(team, { until: now() + KEPT_MS, token });
      return token;
    },
    loseSlackWorkspace: async (team, refusedToken) => {
      tokens.delete(team);
      const sealedToken = (await find('slack', team))?.sealedToken ?? null;
      if (sealedToken === null || unseal(sealedToken, keys) !== refusedToken) return;
      const where = { platform: 'slack', externalId: team, sealedToken } as const;
      await prisma.workspace.updateMany({ where, data: { state: 'reconnect' } });
    },
    isTenantAllowed: async (tenant) => {
      if ((tenants.get(tenant) ?? 0) > now()) return true;
      const allowed = (await find('teams', tenant))?.state === 'active';
      if (allowed) tenants.set(tenant, now() + KEPT_MS);
      return allowed;
    },
    rememberServiceUrl: async (tenant, url) => {
      await prisma.workspace.updateMany({
        where: { platform: 'teams', externalId: tenant },
        data: { serviceUrl: url },
      });
    },
    serviceUrl: async (tenant) => (await find('teams', tenant))?.serviceUrl ?? null,
  };
}
