import type { Pool } from '../../database/client.ts';

/** What it takes to sign for a ticket. */
interface Signing {
  /** Null once the campaign is closed. */
  readonly sealedKey: string | null;
  readonly issuanceEndsAt: Date;
  readonly used: boolean;
  readonly blindedHash: string | null;
}

export type ExchangeStore = ReturnType<typeof createExchangeStore>;

/**
 * Tickets that are used, and evaluations that come in, in PostgreSQL. Neither knows of the other, and neither says when:
 * what the order of rows and the numbers of transactions tell is wiped by close-store.ts.
 */
export function createExchangeStore({ prisma }: Pool) {
  return {
    signing: async (campaignId: string, ticketId: string): Promise<Signing | null> => {
      const ticket = await prisma.evaluationTicket.findUnique({
        where: { id: ticketId, campaignId },
        select: { used: true, blindedHash: true, campaign: { select: { issuanceEndsAt: true, key: true } } },
      });
      if (!ticket) return null;
      const { used, blindedHash, campaign } = ticket;
      return { used, blindedHash, issuanceEndsAt: campaign.issuanceEndsAt, sealedKey: campaign.key?.sealedKey ?? null };
    },

    /** Spends a ticket on a blinded message. @returns false when it is spent on another one */
    use: async (ticketId: string, blindedHash: string): Promise<boolean> => {
      const { count } = await prisma.evaluationTicket.updateMany({
        where: { id: ticketId, used: false },
        data: { used: true, blindedHash },
      });
      // Whoever asks again finds it as it is: writing it once more would tell that they did.
      return count > 0 || (await prisma.evaluationTicket.count({ where: { id: ticketId, blindedHash } })) > 0;
    },

    /**
     * Stores an evaluation, unless one with its token is there. Refused without an error of the database, which would write
     * the statement and the time to a log.
     */
    keep: async (
      campaignId: string,
      { tokenHash, sealedEvaluation }: { readonly tokenHash: string; readonly sealedEvaluation: string },
      now: Date,
    ): Promise<'kept' | 'known' | 'closed'> => {
      const kept = await prisma.$executeRaw`
        INSERT INTO "Evaluation" ("campaignId", "tokenHash", "sealedEvaluation")
        SELECT c.id, ${tokenHash}, ${sealedEvaluation} FROM "EvaluationCampaign" c
         WHERE c.id = ${campaignId}::uuid AND c."closedAt" IS NULL AND c."closesAt" > ${now}
        ON CONFLICT ("campaignId", "tokenHash") DO NOTHING`;
      if (kept > 0) return 'kept';
      const known = await prisma.evaluation.count({ where: { campaignId, tokenHash } });
      return known > 0 ? 'known' : 'closed';
    },
  };
}
