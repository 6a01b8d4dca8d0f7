import { expect } from '@jest/globals';
import { addDays } from 'date-fns/addDays';
import fc from 'fast-check';
import type { TestDatabase } from '../../database.ts';
import { nth } from '../intervention/intervention-rig.ts';
import type { Credential, EvaluationRig } from './evaluation-rig.ts';

/** An operation with two tickets and three tokens; operations can come in any order and number. */
export const anyOperation = fc.oneof(
  fc.record({ does: fc.constant('exchange' as const), ticket: fc.nat(1), token: fc.nat(2) }),
  fc.record({ does: fc.constant('send' as const), token: fc.nat(2) }),
  fc.record({ does: fc.constant('forge' as const), token: fc.nat(2) }),
  fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 8 }) }),
);
type Operation = typeof anyOperation extends fc.Arbitrary<infer Some> ? Some : never;

interface Life {
  readonly rig: EvaluationRig;
  readonly prisma: TestDatabase['database']['prisma'];
  readonly campaign: string;
  readonly tickets: readonly string[];
  readonly tokens: readonly Awaited<ReturnType<EvaluationRig['prepare']>>[];
}

/** The expected state: the token that each ticket was spent on, the signatures, and the tokens that were sent. */
interface Model {
  readonly spentOn: Map<number, number>;
  readonly signed: Map<number, Credential>;
  readonly sent: Set<number>;
}

const STARTED_AT = new Date('2026-11-24T14:30:00Z');
const ISSUANCE_ENDS = new Date('2026-12-06T16:00:00Z');
const CLOSES = new Date('2026-12-08T16:00:00Z');

/** Performs the operations from a fresh state, and checks every answer and the stored result. */
export async function runOperations(life: Life, acts: readonly Operation[]): Promise<void> {
  const { rig, prisma, campaign: campaignId } = life;
  rig.clock.now = STARTED_AT;
  await prisma.evaluation.deleteMany({ where: { campaignId } });
  await prisma.evaluationTicket.updateMany({ where: { campaignId }, data: { used: false, blindedHash: null } });
  const model: Model = { spentOn: new Map(), signed: new Map(), sent: new Set() };
  for (const act of acts) {
    if (act.does === 'wait') rig.clock.now = addDays(rig.clock.now, act.days);
    else if (act.does === 'exchange') await exchange(life, model, act);
    else await send(life, model, act.token, act.does === 'forge');
  }
  expect(await prisma.evaluation.count({ where: { campaignId } })).toBe(model.sent.size);
  expect(await prisma.evaluationTicket.count({ where: { campaignId, used: true } })).toBe(model.spentOn.size);
}

async function exchange(
  { rig, campaign, tickets, tokens }: Life,
  { spentOn, signed }: Model,
  { ticket, token }: { readonly ticket: number; readonly token: number },
): Promise<void> {
  const { blinded, finish } = nth(tokens, token);
  const answer = await rig.post(`${campaign}/signature`, { ticket: nth(tickets, ticket), blinded });
  const isSame = (spentOn.get(ticket) ?? token) === token;
  expect(answer.status).toBe(rig.clock.now >= ISSUANCE_ENDS ? 410 : isSame ? 200 : 409);
  if (answer.status !== 200) return;
  spentOn.set(ticket, token);
  signed.set(token, await finish(answer.body));
}

async function send({ rig, campaign }: Life, { signed, sent }: Model, token: number, isForged: boolean): Promise<void> {
  const credential = signed.get(token);
  if (!credential) return;
  const message = isForged ? Buffer.alloc(64, token).toString('base64url') : credential.message;
  const { status } = await rig.send(campaign, { ...credential, message });
  const known = sent.has(token) ? 409 : 204;
  expect(status).toBe(isForged ? 403 : rig.clock.now >= CLOSES ? 410 : known);
  if (status === 204) sent.add(token);
}
