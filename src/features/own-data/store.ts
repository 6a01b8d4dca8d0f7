import { addMinutes } from 'date-fns/addMinutes';
import { subDays } from 'date-fns/subDays';
import type { Pool } from '../../database/client.ts';
import type { OwnData } from '../../feature.ts';

const LINK_MINUTES = 60;
/** So long a link is remembered that no longer works, to say why in its person's language. */
const REMEMBERED_DAYS = 7;

interface DataLink {
  readonly personId: string;
  readonly language: string;
  /** Of their school; null for who has none. */
  readonly timezone: string | null;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** Links to one's own data, and what the outbox holds of somebody, in PostgreSQL. */
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
    /** @returns false when somebody was faster, or it is too late */
    spendLink: async (tokenHash: string, now: Date): Promise<boolean> => {
      const where = { tokenHash, usedAt: null, expiresAt: { gt: now } };
      const { count } = await prisma.dataLink.updateMany({ where, data: { usedAt: now } });
      return count > 0;
    },
    forgetLinks: async (now: Date): Promise<void> => {
      await prisma.dataLink.deleteMany({ where: { expiresAt: { lt: subDays(now, REMEMBERED_DAYS) } } });
    },
    /** The deployer's own name for a person. */
    keyOf: async (id: string): Promise<string> => (await prisma.person.findUniqueOrThrow({ where: { id } })).key,

    messagesTo: (personId: string): Promise<OwnData['rows']> => prisma.$queryRaw`
      SELECT n.kind, n."createdAt", n."sentAt", n.state::text AS state, n."notBefore", n."notAfter", n.reference, n.reason
        FROM "Notification" n JOIN "Account" a ON a.id = n."accountId"
       WHERE a."personId" = ${personId}::uuid ORDER BY n."createdAt", n.id`,

    linksOf: (personId: string): Promise<OwnData['rows']> => prisma.$queryRaw`
      SELECT "createdAt", "expiresAt", "usedAt" FROM "DataLink" WHERE "personId" = ${personId}::uuid ORDER BY "createdAt"`,
  };
}
