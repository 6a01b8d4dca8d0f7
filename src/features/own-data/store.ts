import { addMinutes } from 'date-fns/addMinutes';
import { subDays } from 'date-fns/subDays';
import type { Pool } from '../../database/client.ts';
import type { OwnData } from '../../feature.ts';

const LINK_MINUTES = 60;
/** How long a link is remembered after it expired, so that its page can say why in the person's language. */
const REMEMBERED_DAYS = 7;

interface DataLink {
  readonly personId: string;
  readonly language: string;
  /** The timezone of their school; null when they have none. */
  readonly timezone: string | null;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Links to people's own data, and the outbox's records about them, in PostgreSQL. */
export function createOwnDataStore({ prisma }: Pool) {
  return {
    keepLink: async (tokenHash: string, personId: string, now: Date): Promise<void> => {
      const data = { tokenHash, personId, createdAt: now, expiresAt: addMinutes(now, LINK_MINUTES) };
      await prisma.dataLink.create({ data });
    },
    findLink: async (tokenHash: string): Promise<DataLink | null> => {
      const include = { person: { include: { school: true } } };
      const link = await prisma.dataLink.findUnique({ where: { tokenHash }, include });
      return link && { ...link, language: link.person.language, timezone: link.person.school?.timezone ?? null };
    },
    /** Uses up a link. @returns false when it was used already, or has expired */
    spendLink: async (tokenHash: string, now: Date): Promise<boolean> => {
      const where = { tokenHash, usedAt: null, expiresAt: { gt: now } };
      const { count } = await prisma.dataLink.updateMany({ where, data: { usedAt: now } });
      return count > 0;
    },
    forgetLinks: async (now: Date): Promise<void> => {
      await prisma.dataLink.deleteMany({ where: { expiresAt: { lt: subDays(now, REMEMBERED_DAYS) } } });
    },
    /** The operator's key for a person. */
    keyOf: async (id: string): Promise<string> => (await prisma.person.findUniqueOrThrow({ where: { id } })).key,

    messagesTo: (personId: string): Promise<OwnData['rows']> => prisma.$queryRaw`
      SELECT n.kind, n."createdAt", n."sentAt", n.state::text AS state, n."notBefore", n."notAfter", n.reference, n.reason
        FROM "Notification" n JOIN "Account" a ON a.id = n."accountId"
       WHERE a."personId" = ${personId}::uuid ORDER BY n."createdAt", n.id`,

    linksOf: (personId: string): Promise<OwnData['rows']> => prisma.$queryRaw`
      SELECT "createdAt", "expiresAt", "usedAt" FROM "DataLink" WHERE "personId" = ${personId}::uuid ORDER BY "createdAt"`,
  };
}
