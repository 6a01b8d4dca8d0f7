import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { seededRandom, shuffled } from '../../../src/measurement/random.ts';
import { secretsWith } from '../../../src/secrets/seal.ts';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import type { Actor } from '../intervention/intervention-rig.ts';
import { CLOSED, type EvaluationRig, evaluationOf, openEvaluation } from './evaluation-rig.ts';
import { runLinkageAttack } from './linkage-attack.ts';

/**
 * Forty of sixty evaluate, and at least fifty are needed for a result, so their evaluations still exist after the
 * close.
 */
const [INVITED, EVALUATING, FEWEST] = [60, 40, 50];
/**
 * By chance one of forty is right in any pair of orders; twelve or more happens once in 1.2 thousand million pairs, and
 * a few hundred are tried.
 */
const CHANCE = 12;

const secrets = secretsWith([{ id: 'test', key: Buffer.alloc(32, 1) }]);
let test: TestDatabase;
let rig: EvaluationRig;

beforeAll(async () => {
  test = await createTestDatabase();
  rig = await openEvaluation(test, INVITED, { minimumGroup: FEWEST });
  await rig.help(rig.teachers.slice(0, INVITED));
});
afterAll(async () => {
  await rig.close();
  await test.drop();
});

/**
 * Forty teachers evaluate one after the other, each directly after the exchange, which is the worst case for anonymity.
 */
async function evaluateAll(seed: number): Promise<void> {
  const invitations = (await rig.invitations()).filter(({ view }) => view !== null);
  const whose = new Map(invitations.map((each) => [each.personId, each]));
  const evaluating = shuffled(rig.teachers.slice(0, INVITED), seededRandom(seed)).slice(0, EVALUATING);
  for (const { id } of evaluating) {
    const { campaign = '', ticket = '' } = whose.get(id) ?? {};
    const answer = await rig.send(campaign, await rig.exchange(campaign, ticket), evaluationOf(3, id));
    expect(answer.status).toBe(204);
  }
}

/** The person behind each evaluation, by what this test let them write; only the sealing key opens that. */
async function truthOf(campaign: string): Promise<ReadonlyMap<string, string>> {
  const rows = await test.database.prisma.evaluation.findMany({ where: { campaignId: campaign } });
  return new Map(rows.map(({ id, sealedEvaluation }) => [id, JSON.parse(secrets.unseal(sealedEvaluation)).keep]));
}

const attackOn = async (campaign: string) => runLinkageAttack(test, campaign, await truthOf(campaign));

async function campaignOf(by: Actor): Promise<string> {
  const supervisorId = by.id === rig.lead.id ? null : by.id;
  return (await test.database.prisma.evaluationCampaign.findFirstOrThrow({ where: { supervisorId } })).id;
}

it('nothing that is left after the close links an evaluation to a teacher, although a stored time would', async () => {
  await rig.start();
  await evaluateAll(1);
  const campaign = await campaignOf(rig.supervisor);
  // Before rows are mixed their order reveals everything: the attack works, and this is why they are mixed.
  expect(await attackOn(campaign)).toMatchObject({ right: EVALUATING });
  await rig.runSchedule('evaluations-mixed');
  expect((await attackOn(campaign)).right).toBeLessThan(CHANCE);

  rig.clock.now = CLOSED;
  await rig.runSchedule('evaluations');
  const truth = await truthOf(campaign);
  expect(truth.size).toBe(EVALUATING);
  expect((await attackOn(campaign)).right).toBeLessThan(CHANCE);
  const logs = rig.logged.join('\n');
  expect(logs).not.toMatch(/evaluation|127\.0\.0\.1|user-agent/i);
  const ids = [...rig.teachers.map(({ id }) => id), ...truth.keys(), campaign];
  expect(ids.filter((id) => logs.includes(id))).toEqual([]);

  // A link that somebody might add.
  const { prisma } = test.database;
  await prisma.$executeRaw`ALTER TABLE "Evaluation" ADD COLUMN planted timestamptz DEFAULT clock_timestamp()`;
  await prisma.$executeRaw`ALTER TABLE "EvaluationTicket" ADD COLUMN planted timestamptz DEFAULT clock_timestamp()`;
  await prisma.$executeRaw`
    CREATE FUNCTION plant() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.planted := clock_timestamp(); RETURN NEW; END'`;
  await prisma.$executeRaw`
    CREATE TRIGGER plant BEFORE UPDATE ON "EvaluationTicket" FOR EACH ROW WHEN (NEW.used AND NOT OLD.used) EXECUTE FUNCTION plant()`;
  rig.clock.now = new Date('2026-11-24T14:30:00Z');
  await rig.start(rig.lead, { whom: 'team' });
  await evaluateAll(2);
  const planted = await campaignOf(rig.lead);
  rig.clock.now = CLOSED;
  await rig.runSchedule('evaluations');
  const found = await attackOn(planted);
  expect(found).toEqual({ right: EVALUATING, by: 'EvaluationTicket.planted beside Evaluation.planted' });
});
