import type { Pool } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';

/** What is needed to sign for a ticket. */
interface Signing {
  /** Null once the campaign is closed. */
  readonly sealedKey: string | null;
  readonly issuanceEndsAt: Date;
  readonly used: boolean;
  readonly blindedHash: string | null;
}

/**
 * Used tickets and incoming evaluations, in PostgreSQL. Neither refers to the other, and neither has a time;
 * close-store.ts removes what the order of rows and the numbers of transactions reveal.
 */
export function createExchangeStore({ ask }: Pick<Pool, 'ask'>) {
  return {
    signing: async (campaignId: string, ticketId: string): Promise<Signing | null> => {
      const rows = await ask<{ [Key in keyof Signing]: Signing[Key] }>(Prisma.sql`
        SELECT k."sealedKey", c."issuanceEndsAt", t.used, t."blindedHash"
          FROM "EvaluationTicket" t JOIN "EvaluationCampaign" c ON c.id = t."campaignId"
          LEFT JOIN "EvaluationKey" k ON k."campaignId" = c.id
         WHERE t.id = ${ticketId}::uuid AND c.id = ${campaignId}::uuid`);
      return rows[0] ?? null;
    },

    /** Uses a ticket for a blinded message. @returns false when it was used for another one */
    use: async (ticketId: string, blindedHash: string): Promise<boolean> => {
      const spent = await ask(Prisma.sql`
        UPDATE "EvaluationTicket" SET used = TRUE, "blindedHash" = ${blindedHash}
         WHERE id = ${ticketId}::uuid AND NOT used RETURNING id`);
      if (spent.length > 0) return true;
      // A repeated request changes nothing, because writing the row again would reveal it.
      const same = await ask(Prisma.sql`
        SELECT id FROM "EvaluationTicket" WHERE id = ${ticketId}::uuid AND "blindedHash" = ${blindedHash}`);
      return same.length > 0;
    },

    /**
     * Stores an evaluation, unless one with its token exists. It is refused without a database error, because that
     * would write the statement and the time to a log.
     */
    keep: async (
      campaignId: string,
      { tokenHash, sealedEvaluation }: { readonly tokenHash: string; readonly sealedEvaluation: string },
      now: Date,
    ): Promise<'kept' | 'known' | 'closed'> => {
      const kept = await ask(Prisma.sql`
        INSERT INTO "Evaluation" ("campaignId", "tokenHash", "sealedEvaluation")
        SELECT c.id, ${tokenHash}, ${sealedEvaluation} FROM "EvaluationCampaign" c
         WHERE c.id = ${campaignId}::uuid AND c."closedAt" IS NULL AND c."closesAt" > ${now}
        ON CONFLICT ("campaignId", "tokenHash") DO NOTHING RETURNING id`);
      if (kept.length > 0) return 'kept';
      const known = await ask(Prisma.sql`
        SELECT id FROM "Evaluation" WHERE "campaignId" = ${campaignId}::uuid AND "tokenHash" = ${tokenHash}`);
      return known.length > 0 ? 'known' : 'closed';
    },
  };
}
