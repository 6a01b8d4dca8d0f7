import type { Connection } from '../database/client.ts';

/**
 * Deletes a person with all that hangs on them in every table, and what was to be said about them to others. Frozen weeks
 * stay as they are, because there are no people in them. Nothing remembers that there was such a person.
 * @returns false when there is no such person
 */
export async function erasePerson(prisma: Connection, id: string): Promise<boolean> {
  const erased = await prisma.$executeRaw`
    WITH told AS (DELETE FROM "Notification" WHERE subject = ${id})
    DELETE FROM "Person" WHERE id = ${id}::uuid`;
  return erased > 0;
}

/** Somebody's home page in Slack, which keeps what was drawn on it when its owner is erased. */
interface SlackHome {
  readonly workspace: string;
  readonly user: string;
  /** Null where the workspace is not connected. */
  readonly sealedToken: string | null;
}

/** To be asked for before they are erased. */
export async function slackHomesOf(prisma: Connection, personId: string): Promise<readonly SlackHome[]> {
  const accounts = await prisma.account.findMany({
    where: { personId, workspace: { platform: 'slack' } },
    select: { externalId: true, workspace: { select: { externalId: true, sealedToken: true, state: true } } },
    orderBy: { rank: 'asc' },
  });
  return accounts.map(({ externalId: user, workspace: { externalId: workspace, sealedToken, state } }) => {
    return { workspace, user, sealedToken: state === 'active' ? sealedToken : null };
  });
}

/** The person with this key in the deployer's import. */
export async function findByKey(prisma: Connection, key: string): Promise<{ id: string; language: string } | null> {
  return prisma.person.findUnique({ where: { key }, select: { id: true, language: true } });
}
