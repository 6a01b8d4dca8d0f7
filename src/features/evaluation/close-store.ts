import type { Pool, Transaction } from '../../database/client.ts';
import { Prisma } from '../../database/generated/client.ts';
import { announceInChannels } from '../../outbox/announce-in-channels.ts';
import { notifyPeople } from '../../outbox/notify-people.ts';
import { MESSAGES } from './campaign-store.ts';

/**
 * An evaluation that waits to be counted: of the closing campaign, or of earlier ones of the same supervisor or the
 * team.
 */
export interface Uncounted {
  readonly id: string;
  readonly sealedEvaluation: string;
}

interface DueCampaign {
  readonly id: string;
  readonly supervisorId: string | null;
}

interface Decision {
  /** The JSON text that is published. */
  readonly result: string;
  /** What is not published yet, as it is kept for the next round; the rest is deleted. */
  readonly carried: readonly Uncounted[];
}

interface ClosingPlan {
  readonly decide: (campaign: DueCampaign, uncounted: readonly Uncounted[]) => Decision;
  readonly newsUntil: Date;
}

interface Tidying {
  /** Tickets and unpublished evaluations of campaigns closed before this are deleted. */
  readonly before: Date;
  /** Texts of campaigns closed before this are deleted. */
  readonly textsBefore: Date;
  /** @param result the JSON text that was published */
  readonly withoutTexts: (result: string) => string;
}

/** In the order in which all transactions lock them. */
const TABLES = ['EvaluationTicket', 'EvaluationKey', 'Evaluation'] as const;

/**
 * Closing campaigns, in PostgreSQL.
 *
 * The position of a row in its table, and the number of the transaction that wrote it, reveal the order in which tickets
 * were used and evaluations arrived: somebody who reads the database could compare both orders. So one transaction writes
 * all rows again in random order. TRUNCATE gives a table and its indexes new files and removes the old ones with all their
 * contents, including dead rows such as deleted keys. There are no sequences and no times.
 *
 * After the close it is not stored who took part either: forms that were too few wait for another round, and a single one
 * would belong to the only person who took part.
 *
 * While a campaign is open, somebody who reads the database can see the order since last night. That does not lead to a
 * name, because the page waits before it sends. Backups and the write-ahead log of that time keep that order.
 */
export function createCloseStore({ prisma }: Pool) {
  return {
    /**
     * Counts the due campaigns, deletes their keys and tokens, and shuffles all rows.
     * @returns the campaigns that are closed now
     * @throws when somebody holds the tables, such as a backup: nothing has changed, and it may be tried again
     */
    close: (now: Date, { decide, newsUntil }: ClosingPlan): Promise<readonly string[]> =>
      prisma.$transaction(async (transaction) => {
        const due = await lockDue(transaction, now);
        if (due.length === 0) return [];
        for (const campaign of due) {
          const { result, carried } = decide(campaign, await uncountedOf(transaction, campaign));
          await storeResult(transaction, campaign, result, carried, now);
          await tell(transaction, campaign, now, newsUntil);
        }
        await mix(transaction);
        return due.map(({ id }) => id);
      }),

    /**
     * Deletes old data and shuffles new rows, also those of open campaigns, so that their order reveals one day at
     * most.
     */
    tidy: ({ before, textsBefore, withoutTexts }: Tidying): Promise<void> =>
      prisma.$transaction(async (transaction) => {
        await lock(transaction);
        await forgetOld(transaction, before);
        // Repeats what the close does, for rows of an earlier version.
        await transaction.evaluationTicket.updateMany({
          where: { used: true, campaign: { closedAt: { not: null } } },
          data: { used: false },
        });
        await forgetTexts(transaction, textsBefore, withoutTexts);
        await mix(transaction);
      }),
  };
}

/**
 * Locks the tables. Other writers wait only for a moment: when the locks are not available at once, this gives up
 * before others queue behind it, and before PostgreSQL checks for deadlocks.
 */
async function lock(transaction: Transaction): Promise<void> {
  await transaction.$executeRaw`SET LOCAL lock_timeout = '300ms'`;
  await transaction.$executeRaw`LOCK TABLE "EvaluationCampaign" IN SHARE ROW EXCLUSIVE MODE`;
  for (const table of TABLES) await transaction.$executeRaw`LOCK TABLE ${name(table)} IN ACCESS EXCLUSIVE MODE`;
}

async function lockDue(transaction: Transaction, now: Date): Promise<readonly DueCampaign[]> {
  const due = () =>
    transaction.evaluationCampaign.findMany({
      where: { closedAt: null, closesAt: { lte: now } },
      select: { id: true, supervisorId: true },
      orderBy: [{ closesAt: 'asc' }, { id: 'asc' }],
    });
  // Checked without the locks first, so that nobody waits for nothing.
  if ((await due()).length === 0) return [];
  await lock(transaction);
  return due();
}

function uncountedOf(transaction: Transaction, { id, supervisorId }: DueCampaign): Promise<Uncounted[]> {
  return transaction.evaluation.findMany({
    where: { campaign: { supervisorId, OR: [{ id }, { closedAt: { not: null } }] } },
    select: { id: true, sealedEvaluation: true },
  });
}

async function storeResult(
  transaction: Transaction,
  { id, supervisorId }: DueCampaign,
  result: string,
  carried: readonly Uncounted[],
  now: Date,
): Promise<void> {
  const [ids, sealed] = [carried.map((each) => each.id), carried.map((each) => each.sealedEvaluation)];
  await transaction.$executeRaw`
    DELETE FROM "Evaluation" e USING "EvaluationCampaign" c
     WHERE c.id = e."campaignId" AND c."supervisorId" IS NOT DISTINCT FROM ${supervisorId}::uuid
       AND (c.id = ${id}::uuid OR c."closedAt" IS NOT NULL) AND NOT e.id = ANY (${ids}::uuid[])`;
  await transaction.$executeRaw`
    UPDATE "Evaluation" e SET "tokenHash" = NULL, "sealedEvaluation" = c.sealed
      FROM unnest(${ids}::uuid[], ${sealed}::text[]) AS c(id, sealed) WHERE e.id = c.id`;
  await transaction.evaluationKey.deleteMany({ where: { campaignId: id } });
  await transaction.evaluationTicket.updateMany({
    where: { campaignId: id },
    data: { used: false, blindedHash: null },
  });
  await transaction.evaluationCampaign.update({ where: { id }, data: { closedAt: now, result } });
}

/** Tells the supervisor and the leads individually; the channels only hear that it is over. */
async function tell(
  transaction: Transaction,
  { id, supervisorId }: DueCampaign,
  now: Date,
  until: Date,
): Promise<void> {
  const readers = await transaction.person.findMany({
    where: { OR: [{ role: 'lead' }, ...(supervisorId === null ? [] : [{ id: supervisorId }])] },
    select: { id: true },
  });
  const to = readers.map((reader) => ({ personId: reader.id, subject: `${id}:${reader.id}` }));
  await notifyPeople(transaction, { kind: MESSAGES.result, to, notAfter: until }, now);
  await announceInChannels(transaction, { kind: MESSAGES.closed, subject: id }, now, until);
}

async function forgetOld(transaction: Transaction, before: Date): Promise<void> {
  const where = { campaign: { closedAt: { lt: before } } };
  await transaction.evaluationTicket.deleteMany({ where });
  await transaction.evaluation.deleteMany({ where });
}

async function forgetTexts(
  transaction: Transaction,
  before: Date,
  withoutTexts: Tidying['withoutTexts'],
): Promise<void> {
  // Searched as text: PostgreSQL cannot parse JSON with a NUL or a lone surrogate, and one such result would keep all
  // others from being erased.
  const old = await transaction.$queryRaw<{ id: string; result: string }[]>`
    SELECT id, result FROM "EvaluationCampaign"
     WHERE "closedAt" < ${before} AND position('"texts":{' IN result) > 0`;
  for (const { id, result } of old) {
    await transaction.evaluationCampaign.update({ where: { id }, data: { result: withoutTexts(result) } });
  }
}

/** Shuffles the rows. gen_random_uuid uses the system's secure random source; random() could be reconstructed. */
async function mix(transaction: Transaction): Promise<void> {
  for (const table of TABLES) {
    const [kept, mixed] = [name(table), name(`${table}Mixed`)];
    await transaction.$executeRaw`CREATE TEMPORARY TABLE ${mixed} ON COMMIT DROP AS SELECT * FROM ${kept}`;
    await transaction.$executeRaw`TRUNCATE TABLE ${kept}`;
    await transaction.$executeRaw`INSERT INTO ${kept} SELECT * FROM ${mixed} ORDER BY gen_random_uuid()`;
  }
}

function name(table: string): Prisma.Sql {
  return Prisma.raw(`"${table}"`);
}
