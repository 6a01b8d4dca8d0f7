import type { PlatformName } from '../chat/address.ts';
import { PolsslagError } from '../errors.ts';
import type { Connection, Pool, Transaction } from './client.ts';
import { Prisma } from './generated/client.ts';

interface WorkspaceSummary {
  readonly platform: PlatformName;
  /** Slack team id, or Teams tenant id. */
  readonly workspace: string;
  readonly name: string;
  /** Slack: has a token that was not refused. Teams: allowed. */
  readonly connected: boolean;
  readonly accounts: number;
  readonly channels: number;
}

type WorkspaceChange = 'added' | 'changed' | 'unchanged';

/** Connects a Slack workspace, for the first time or again. `sealedToken` comes from src/secrets. */
export async function connectSlackWorkspace(
  prisma: Connection,
  workspace: { externalId: string; name: string; botUser: string; sealedToken: string },
): Promise<WorkspaceChange> {
  const { externalId, ...columns } = workspace;
  const where = { platform_externalId: { platform: 'slack', externalId } } as const;
  const known = await prisma.workspace.findUnique({ where });
  const data = { ...columns, state: 'active' } as const;
  await prisma.workspace.upsert({ where, create: { platform: 'slack', externalId, ...data }, update: data });
  return known ? 'changed' : 'added';
}

/** The sealed token of a Slack workspace; null when there is none. */
export async function findSealedToken(prisma: Connection, externalId: string): Promise<string | null> {
  const where = { platform_externalId: { platform: 'slack', externalId } } as const;
  return (await prisma.workspace.findUnique({ where }))?.sealedToken ?? null;
}

/**
 * Call it when access was restored: everything that the workspace refused is tried at once, also when it refused only
 * some people. Messages that wait longer than a refusal makes them wait are for a later good moment, and stay.
 * @param lane 'slack:T0123' or 'teams:<tenant>'
 */
export async function wakeLane(prisma: Connection, lane: string, now: Date): Promise<void> {
  await prisma.$executeRaw`
    WITH woken AS (
      UPDATE "Lane" SET "resumeAt" = NULL, refusals = 0, "refusedWhy" = NULL WHERE name = ${lane} AND "refusedWhy" IS NOT NULL
    )
    UPDATE "Notification" n SET "notBefore" = ${now}, reason = NULL
    WHERE n.lane = ${lane} AND n.state = 'queued' AND n.reason IS NOT NULL
      AND n."notBefore" > ${now} AND n."notBefore" <= ${now}::timestamptz + interval '1 hour'`;
}

/** The Teams tenants that are allowed, in PostgreSQL. */
export function createTenantStore(prisma: Connection) {
  const whereOf = (externalId: string) => ({ platform_externalId: { platform: 'teams', externalId } }) as const;
  return {
    /** Without a name, a known tenant keeps its name. */
    allow: async (externalId: string, name: string | null): Promise<WorkspaceChange> => {
      const where = whereOf(externalId);
      const known = await prisma.workspace.findUnique({ where });
      const data = { name: name ?? known?.name ?? externalId, state: 'active' } as const;
      if (known && known.state === 'active' && known.name === data.name) return 'unchanged';
      await prisma.workspace.upsert({ where, create: { platform: 'teams', externalId, ...data }, update: data });
      return known ? 'changed' : 'added';
    },

    /**
     * Its data stays: until the tenant is allowed again nothing is sent to it, and its messages wait.
     * @throws PolsslagError NOT_FOUND when the tenant is not known
     */
    disallow: async (externalId: string): Promise<WorkspaceChange> => {
      const where = whereOf(externalId);
      const known = await prisma.workspace.findUnique({ where });
      if (!known) {
        const advice = 'polsslag teams list shows those there are.';
        throw new PolsslagError('NOT_FOUND', `This Teams tenant is not known: ${advice}`);
      }
      if (known.state === 'reconnect') return 'unchanged';
      await prisma.workspace.update({ where, data: { state: 'reconnect' } });
      return 'changed';
    },
  };
}

/** Every workspace of a platform, by name. */
export async function listWorkspaces(prisma: Connection, platform: PlatformName): Promise<WorkspaceSummary[]> {
  const rows = await prisma.workspace.findMany({
    where: { platform },
    orderBy: [{ name: 'asc' }, { externalId: 'asc' }],
    include: { _count: { select: { accounts: true, channels: true } } },
  });
  return rows.map((row) => ({
    platform,
    workspace: row.externalId,
    name: row.name,
    connected: row.state === 'active' && (platform === 'teams' || row.sealedToken !== null),
    accounts: row._count.accounts,
    channels: row._count.channels,
  }));
}

/**
 * Counts people with an account on a platform: those who can be reached only there (`alone`), and those who can be
 * reached elsewhere too.
 */
export async function countPeopleOn(
  prisma: Connection,
  platform: PlatformName,
): Promise<{ readonly alone: number; readonly elsewhereToo: number }> {
  const here = { some: { workspace: { platform } } };
  const elsewhere = {
    workspace: { platform: { not: platform }, state: 'active' },
    unreachableSince: null,
    OR: [{ workspace: { platform: 'slack' } }, { conversation: { not: Prisma.DbNull } }],
  } as const satisfies Prisma.AccountWhereInput;
  const alone = await prisma.person.count({ where: { accounts: { ...here, none: elsewhere } } });
  return { alone, elsewhereToo: (await prisma.person.count({ where: { accounts: here } })) - alone };
}

/**
 * A sealed token of any connected Slack workspace; null when there is none. It does not use Prisma, whose engine is not
 * ready during a start.
 */
export async function findAnySealedToken({ ask }: Pick<Pool, 'ask'>): Promise<string | null> {
  const [row] = await ask<{ sealedToken: string }>(Prisma.sql`
    SELECT "sealedToken" FROM "Workspace" WHERE state = 'active' AND "sealedToken" IS NOT NULL
     ORDER BY "createdAt" DESC LIMIT 1`);
  return row?.sealedToken ?? null;
}

/** The sealed tokens of all Slack workspaces. */
export async function listSealedTokens(
  prisma: Connection | Transaction,
): Promise<{ id: string; workspace: string; sealedToken: string }[]> {
  const rows = await prisma.workspace.findMany({
    where: { sealedToken: { not: null } },
    orderBy: { externalId: 'asc' },
    select: { id: true, externalId: true, sealedToken: true },
  });
  return rows.flatMap(({ id, externalId, sealedToken }) =>
    sealedToken === null ? [] : [{ id, workspace: externalId, sealedToken }],
  );
}
