import { insertWith } from '../../playground/seed/insert-rows.ts';
import { seedPartnership } from '../../playground/seed/seed-partnership.ts';
import type { PlatformName } from '../../src/chat/address.ts';
import type { Database } from '../../src/database/client.ts';
import { laneOf, type NewNotification } from '../../src/outbox/notification.ts';
import { insertNotifications } from '../../src/outbox/notification-store.ts';

/** The time at which the tests start, far from the real time. */
export const NOW = new Date('2026-11-17T14:30:00Z');
const DAY_MS = 86_400_000;

export interface TestWorkspace {
  readonly lane: string;
  readonly workspaceId: string;
  readonly accountIds: readonly string[];
}

/** Adds a workspace with people who each have one account ('U0', 'U1', …). */
export async function createWorkspace(
  { prisma }: Database,
  platform: PlatformName,
  externalId: string,
  people: number,
): Promise<TestWorkspace> {
  const users = Array.from({ length: people }, (_, index) => `U${index}`);
  const { workspaces, accounts } = await seedPartnership(insertWith(prisma), {
    workspaces: [{ platform, externalId, name: 'Test' }],
    people: users.map((user, index) => ({
      key: `${platform}-${externalId}-${index}`,
      name: 'Test',
      accounts: [{ workspace: externalId, user, conversation: { conversationId: `C${index}` } }],
    })),
  });
  return {
    lane: laneOf(platform, externalId),
    workspaceId: workspaces.get(externalId) ?? '',
    accountIds: [...accounts.values()],
  };
}

/** One notification for each account of the workspace; its key is `<prefix>:<number>`. */
export function notificationsFor(
  { lane, accountIds }: TestWorkspace,
  prefix: string,
  changes: Partial<NewNotification> = {},
): NewNotification[] {
  return accountIds.map((accountId, index) => ({
    key: `${prefix}:${index}`,
    kind: 'test',
    subject: String(index),
    lane,
    to: { accountId },
    notBefore: NOW,
    notAfter: new Date(NOW.getTime() + 5 * DAY_MS),
    ...changes,
  }));
}

/** Writes notifications as the product does, at NOW. */
export async function fillOutbox(database: Database, rows: readonly NewNotification[]): Promise<void> {
  await insertNotifications(database.prisma, rows, NOW);
}

/** The number of notifications of a lane in each state. */
export async function statesOf({ prisma }: Database, lane: string): Promise<Record<string, number>> {
  const rows = await prisma.notification.groupBy({ by: ['state'], where: { lane }, _count: true });
  return Object.fromEntries(rows.map((row) => [row.state, row._count]));
}
