import type { RhythmRow } from '../../calendar/store.ts';
import type { Connection, Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { COUNTS, IS_LEAVING, LEFT_ALONE } from '../../people/conditions.ts';
import { mayBeTried } from '../../people/reachable.ts';
import type { Campaign } from './campaign.ts';

export const MESSAGES = {
  invitation: 'evaluation',
  reminder: 'evaluation-reminder',
  opened: 'evaluation-opened',
  closed: 'evaluation-closed',
  result: 'evaluation-result',
} as const;

interface NewCampaign
  extends Pick<Campaign, 'supervisorId' | 'openedAt' | 'issuanceEndsAt' | 'closesAt' | 'repeats' | 'publicKey'> {
  readonly sealedKey: string;
}

/** When each invitee hears of a campaign. */
interface Moments {
  readonly invited: ReadonlyMap<string, Date>;
  readonly reminded: ReadonlyMap<string, Date>;
}

interface OpenTicket {
  readonly id: string;
  readonly campaignId: string;
}

interface ToldTicket extends OpenTicket {
  /** How many messages mentioned it. */
  readonly told: number;
}

/** A teacher who got help, with what determines their calendar. */
export interface Helped extends Pick<RhythmRow, 'schoolId' | 'region' | 'timezone'> {
  readonly id: string;
  readonly canBeInvited: boolean;
}

export type CampaignStore = ReturnType<typeof createCampaignStore>;

/** Campaigns and their invitees, in PostgreSQL. */
export function createCampaignStore({ prisma }: Pool) {
  const read = (where: Prisma.EvaluationCampaignWhereInput) =>
    prisma.evaluationCampaign.findMany({
      where,
      omit: { result: true },
      include: { supervisor: { select: { name: true } } },
      orderBy: [{ openedAt: 'desc' }, { id: 'asc' }],
    });
  type Row = Awaited<ReturnType<typeof read>>[number];
  const toCampaign = ({ supervisor, ...row }: Row): Campaign => ({ ...row, supervisor: supervisor?.name ?? null });
  const list = async (where: Prisma.EvaluationCampaignWhereInput) => (await read(where)).map(toCampaign);
  return {
    find: async (id: string): Promise<Campaign | null> => (await list({ id }))[0] ?? null,

    /** The campaigns about a supervisor, latest first. @param supervisorId null for the team */
    of: (supervisorId: string | null): Promise<readonly Campaign[]> => list({ supervisorId }),

    /** Latest first. */
    all: (): Promise<readonly Campaign[]> => list({}),

    /** The published JSON text; null until the campaign is closed. */
    result: async (id: string): Promise<string | null> =>
      (await prisma.evaluationCampaign.findUnique({ where: { id }, select: { result: true } }))?.result ?? null,

    /**
     * Those of these people who take part and are in a circle of the supervisor, who still is one; and whether they can
     * be invited: they can be reached, are not leaving, and are not left alone.
     */
    takingPart: (helped: readonly string[], supervisorId: string | null, now: Date): Promise<readonly Helped[]> =>
      findTakingPart(prisma, helped, supervisorId, now),
    /**
     * Opens a campaign, writes all invitations and reminders, and tells the supervisors' channels.
     * @returns its id; null when another campaign about the same supervisor is open
     */
    open: (campaign: NewCampaign, invitees: readonly string[], moments: Moments): Promise<string | null> =>
      prisma.$transaction((transaction) => openCampaign(transaction, campaign, invitees, moments)),

    stopRepeating: async (supervisorId: string | null): Promise<void> => {
      await prisma.evaluationCampaign.updateMany({ where: { supervisorId, repeats: true }, data: { repeats: false } });
    },

    /**
     * All tickets of the owner of this one in campaigns that still accept tickets, those that end first in front. A
     * message names all of them that were not mentioned often enough.
     * @param key of a message; messages sent after it do not count
     */
    besides: (ticketId: string, key: string, now: Date): Promise<readonly ToldTicket[]> => prisma.$queryRaw`
      SELECT t.id, t."campaignId", (
               SELECT count(*)::int FROM "Notification" n JOIN "Account" a ON a.id = n."accountId"
                WHERE a."personId" = t."personId" AND n.kind IN (${MESSAGES.invitation}, ${MESSAGES.reminder})
                  AND n.state = 'sent' AND n."sentAt" >= c."openedAt"
                  AND n."sentAt" < coalesce((SELECT own."sentAt" FROM "Notification" own WHERE own.key = ${key}), 'infinity')
             ) AS told
        FROM "EvaluationTicket" t JOIN "EvaluationCampaign" c ON c.id = t."campaignId"
       WHERE t."personId" = (SELECT "personId" FROM "EvaluationTicket" WHERE id = ${ticketId}::uuid)
         AND c."closedAt" IS NULL AND c."issuanceEndsAt" > ${now}
       ORDER BY c."issuanceEndsAt", t."campaignId"`,

    /** The invitations of a person. Whether they took part is known only until the close. */
    invitationsOf: async (personId: string) => {
      const tickets = await prisma.evaluationTicket.findMany({
        where: { personId },
        select: {
          used: true,
          campaign: {
            select: { openedAt: true, closesAt: true, closedAt: true, supervisor: { select: { name: true } } },
          },
        },
        orderBy: { campaign: { openedAt: 'asc' } },
      });
      return tickets.map(({ used, campaign: { openedAt, closesAt, closedAt, supervisor } }) => {
        return { supervisor: supervisor?.name ?? null, openedAt, closesAt, used: closedAt === null ? used : null };
      });
    },

    /** The tickets of a person in campaigns that still accept tickets. */
    openTickets: (personId: string, now: Date): Promise<readonly OpenTicket[]> =>
      prisma.evaluationTicket.findMany({
        where: { personId, campaign: { closedAt: null, issuanceEndsAt: { gt: now } } },
        select: { id: true, campaignId: true },
        orderBy: [{ campaign: { issuanceEndsAt: 'asc' } }, { campaignId: 'asc' }],
      }),
  };
}

async function findTakingPart(
  prisma: Connection,
  helped: readonly string[],
  supervisorId: string | null,
  now: Date,
): Promise<readonly Helped[]> {
  const inCircle =
    supervisorId === null
      ? Prisma.sql`TRUE`
      : Prisma.sql`EXISTS (
          SELECT 1 FROM "School" s JOIN "PersonCircle" own ON own."circleId" = s."circleId"
            JOIN "Person" by ON by.id = own."personId" AND by.role <> 'teacher'
           WHERE s.id = p."schoolId" AND own."personId" = ${supervisorId}::uuid)`;
  return prisma.$queryRaw`
    SELECT p.id, NOT ${LEFT_ALONE} AND NOT ${IS_LEAVING}
           AND EXISTS (SELECT 1 FROM "Account" a JOIN "Workspace" w ON w.id = a."workspaceId"
                        WHERE a."personId" = p.id AND ${mayBeTried(now)}) AS "canBeInvited",
           s.id AS "schoolId", s.region::text AS region, s.timezone
      FROM "Person" p LEFT JOIN "School" s ON s.id = p."schoolId"
     WHERE p.id = ANY (${[...new Set(helped)]}::uuid[]) AND p.role = 'teacher' AND ${COUNTS} AND ${inCircle}`;
}

async function openCampaign(
  transaction: Transaction,
  campaign: NewCampaign,
  invitees: readonly string[],
  moments: Moments,
): Promise<string | null> {
  const { sealedKey, publicKey, ...facts } = campaign;
  // One at a time: two campaigns about one supervisor would divide the answers.
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${MESSAGES.invitation}))`;
  const { supervisorId, openedAt, issuanceEndsAt, closesAt } = facts;
  if (await transaction.evaluationCampaign.count({ where: { supervisorId, closedAt: null } })) return null;
  const { id: campaignId } = await transaction.evaluationCampaign.create({
    data: { ...facts, publicKey: Uint8Array.from(publicKey) },
    select: { id: true },
  });
  await transaction.evaluationKey.create({ data: { campaignId, sealedKey } });
  const tickets = await transaction.evaluationTicket.createManyAndReturn({
    data: invitees.map((personId) => ({ campaignId, personId })),
    select: { id: true, personId: true },
  });
  const notify = (kind: string, at: ReadonlyMap<string, Date>, unasked: 2 | 3) => {
    const to = tickets.flatMap(({ id: subject, personId }) => {
      const notBefore = at.get(personId);
      return notBefore && notBefore < issuanceEndsAt ? [{ personId, subject, notBefore }] : [];
    });
    return notifyPeople(transaction, { kind, to, unasked, notAfter: issuanceEndsAt }, openedAt);
  };
  await notify(MESSAGES.invitation, moments.invited, 2);
  await notify(MESSAGES.reminder, moments.reminded, 3);
  await announceInChannels(transaction, { kind: MESSAGES.opened, subject: campaignId }, openedAt, closesAt);
  return campaignId;
}
