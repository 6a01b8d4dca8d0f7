import { insertWith } from '../../playground/seed/insert-rows.ts';
import { seedPartnership } from '../../playground/seed/seed-partnership.ts';
import type { PlatformName } from '../../src/chat/address.ts';
import type { Database } from '../../src/database/client.ts';
import { laneOf, type NewNotification } from '../../src/outbox/notification.ts';
import { insertNotifications } from '../../src/outbox/notification-store.ts';

/** The moment at which the tests begin, far from any real one. */
export const NOW = new Date('2026-11-17T14:30:00Z');
const DAY_MS = 86_400_000;

export interface TestWorkspace {
  readonly lane: string;
  readonly workspaceId: string;
  readonly accountIds: readonly string[];
}

/** A workspace with people, each with one account in it ('U0', 'U1', …). */
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

/** As the product writes them, at NOW. */
export async function fillOutbox(database: Database, rows: readonly NewNotification[]): Promise<void> {
  await insertNotifications(database.prisma, rows, NOW);
}

/** How many notifications of a lane are in each state. */
export async function statesOf({ prisma }: Database, lane: string): Promise<Record<string, number>> {
  const rows = await prisma.notification.groupBy({ by: ['state'], where: { lane }, _count: true });
  return Object.fromEntries(rows.map((row) => [row.state, row._count]));
}
