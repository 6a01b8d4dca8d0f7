import type { Connection } from '../database/client.ts';

/**
 * Deletes a person with everything that refers to them in any table, and the messages to others about them. Published
 * weeks stay, because they contain no people. Nothing records that the person existed.
 * @returns false when there is no such person
 */
export async function erasePerson(prisma: Connection, id: string): Promise<boolean> {
  const erased = await prisma.$executeRaw`
    WITH told AS (DELETE FROM "Notification" WHERE subject = ${id})
    DELETE FROM "Person" WHERE id = ${id}::uuid`;
  return erased > 0;
}

/** A person's home page in Slack, which keeps its content when they are erased. */
export interface SlackHome {
  readonly workspace: string;
  readonly user: string;
  /** Null where the workspace is not connected. */
  readonly sealedToken: string | null;
}

/** The person's home pages in Slack. Read them before erasing the person. */
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
