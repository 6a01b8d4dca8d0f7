import type { Transaction } from '../database/client.ts';

/**
 * Writes a post for every supervisors' channel to the outbox; channels that already have it are skipped.
 * @param post its kind names the composer; kind and subject make the key
 * @param notBefore now, unless given
 * @returns how many were new
 */
export function announceInChannels(
  prisma: Transaction,
  { kind, subject }: { kind: string; subject: string },
  now: Date,
  notAfter: Date,
  notBefore: Date = now,
): Promise<number> {
  return prisma.$executeRaw`
    INSERT INTO "Notification" (key, kind, subject, lane, "channelId", "notBefore", "notAfter", "createdAt")
    SELECT ${`${kind}:${subject}:`} || c.id, ${kind}, ${subject}, w.platform || ':' || w."externalId", c.id, ${notBefore}, ${notAfter}, ${now}
      FROM "SupervisorChannel" c JOIN "Workspace" w ON w.id = c."workspaceId"
    ON CONFLICT (key) DO NOTHING`;
}
