import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestDatabase, type TestDatabase } from '../../database.ts';
import { nth } from '../intervention/intervention-rig.ts';
import { CLOSED, type Credential, type EvaluationRig, evaluationOf, openEvaluation } from './evaluation-rig.ts';
import { anyOperation, runOperations } from './token-model.ts';

let test: TestDatabase;
let rig: EvaluationRig;
/** One about the supervisor and one about the team; every teacher has a ticket for both. */
let [campaign, another] = ['', ''];
let tickets: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  test = await createTestDatabase();
  rig = await openEvaluation(test, 12);
  await rig.help(rig.teachers.slice(0, 12));
  await rig.start();
  await rig.start(rig.lead, { whom: 'team' });
  const campaigns = await test.database.prisma.evaluationCampaign.findMany();
  campaign = campaigns.find(({ supervisorId }) => supervisorId !== null)?.id ?? '';
  another = campaigns.find(({ supervisorId }) => supervisorId === null)?.id ?? '';
  const all = await rig.invitations();
  tickets = new Map(
    [campaign, another].map((id) => [id, all.filter((each) => each.campaign === id).map(({ ticket }) => ticket)]),
  );
});
afterEach(async () => {
  rig.clock.now = new Date('2026-11-24T14:30:00Z');
  expect(rig.logged).toEqual([]);
});
afterAll(async () => {
  await rig.close();
  await test.drop();
});

const prisma = () => test.database.prisma;
const ticket = (index: number, of = campaign) => nth(tickets.get(of) ?? [], index);
const stored = () => prisma().evaluation.count();
const spent = () => prisma().evaluationTicket.count({ where: { used: true } });

/** Checks that a refusal stores nothing and spends nothing. */
async function refused(attempt: () => ReturnType<EvaluationRig['post']>, status: number, error: string): Promise<void> {
  const before = [await stored(), await spent()];
  const answer = await attempt();
  expect([answer.status, answer.body]).toEqual([status, { error }]);
  expect([await stored(), await spent()]).toEqual(before);
}

const sameBytes = (one: string, other: string) => Buffer.from(one, 'base64url').equals(Buffer.from(other, 'base64url'));

describe('a ticket', () => {
  it('is exchanged for one signature: always for the same blinded message, and for no other', async () => {
    const { publicKey } = await rig.keyOf(campaign);
    const [first, other] = [await rig.prepare(publicKey), await rig.prepare(publicKey)];
    const ask = (blinded: string) => rig.post(`${campaign}/signature`, { ticket: ticket(0), blinded });
    // Two tabs at once, and an answer that was lost on its way.
    const answers = await Promise.all([ask(first.blinded), ask(first.blinded), ask(first.blinded)]);
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.signature}`)).size).toBe(1);
    await refused(() => ask(other.blinded), 409, 'TICKET_USED');
    const credential = await first.finish(nth(answers, 0).body);
    expect((await rig.send(campaign, credential)).status).toBe(204);
  });

  it('is spent once, whichever of two requests for different signatures is first', async () => {
    const { publicKey } = await rig.keyOf(campaign);
    const prepared = await Promise.all([1, 2, 3, 4].map(() => rig.prepare(publicKey)));
    const answers = await Promise.all(
      prepared.map(({ blinded }) => rig.post(`${campaign}/signature`, { ticket: ticket(1), blinded })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409]);
  });

  it('gives the same signature after a crash that left it without an answer', async () => {
    const { blinded, finish } = await rig.prepare((await rig.keyOf(campaign)).publicKey);
    const ask = () => rig.post(`${campaign}/signature`, { ticket: ticket(9), blinded });
    const lost = await ask();
    await rig.restart();
    const again = await ask();
    expect(again.body).toEqual(lost.body);
    const credential = await finish(again.body);
    await rig.restart();
    expect((await rig.send(campaign, credential)).status).toBe(204);
    await rig.restart();
    await refused(() => rig.send(campaign, credential), 409, 'ALREADY_RECEIVED');
  });

  it('that is unknown or of another campaign, or comes with what cannot be signed, gets nothing and is not spent', async () => {
    const { blinded } = await rig.prepare((await rig.keyOf(campaign)).publicKey);
    const ask = (given: object) => rig.post(`${campaign}/signature`, { ticket: ticket(2), blinded, ...given });
    const forged = `${ticket(2).slice(0, -1)}${ticket(2).endsWith('A') ? 'B' : 'A'}`;
    await refused(() => ask({ ticket: forged }), 403, 'NOT_ALLOWED');
    await refused(() => ask({ ticket: ticket(2, another) }), 403, 'NOT_ALLOWED');
    const tooMuch = Buffer.alloc(256, 0xff).toString('base64url');
    await refused(() => ask({ blinded: tooMuch }), 400, 'BAD_REQUEST');
    await refused(() => ask({ blinded: 'AAAA' }), 400, 'BAD_REQUEST');
    await refused(() => ask({ more: true }), 400, 'BAD_REQUEST');
    expect((await ask({})).status).toBe(200);
  });

  it('is worthless when issuance is over, but signed tokens can still be sent', async () => {
    const [credential, prepared] = [
      await rig.exchange(campaign, ticket(3)),
      await rig.prepare((await rig.keyOf(campaign)).publicKey),
    ];
    rig.clock.now = new Date('2026-12-06T16:00:00Z');
    const { blinded } = prepared;
    await refused(() => rig.post(`${campaign}/signature`, { ticket: ticket(4), blinded }), 410, 'ISSUANCE_OVER');
    expect((await rig.send(campaign, credential)).status).toBe(204);
  });
});

describe('an evaluation', () => {
  it('is stored once, and sending it again is answered as received', async () => {
    const credential = await rig.exchange(campaign, ticket(5));
    const before = await stored();
    const answers = await Promise.all([1, 2, 3].map(() => rig.send(campaign, credential)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 409, 409]);
    expect(await stored()).toBe(before + 1);
    await refused(() => rig.send(campaign, credential), 409, 'ALREADY_RECEIVED');
    await refused(() => rig.send(campaign, credential, evaluationOf(1)), 409, 'ALREADY_RECEIVED');
  });

  it('is stored once however its token is written: the last letter of base64url can vary', async () => {
    const { message, signature } = await rig.exchange(campaign, ticket(10));
    expect((await rig.send(campaign, { message, signature })).status).toBe(204);
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const same = letters.map((letter) => `${message.slice(0, -1)}${letter}`).filter((each) => sameBytes(each, message));
    expect(same).toHaveLength(16);
    for (const each of same) {
      await refused(() => rig.send(campaign, { message: each, signature }), 409, 'ALREADY_RECEIVED');
    }
  });

  it('needs a signature by the key of its own campaign over its own token', async () => {
    const [credential, other] = [
      await rig.exchange(campaign, ticket(6)),
      await rig.exchange(another, ticket(6, another)),
    ];
    const send = (given: Partial<Credential>) => rig.send(campaign, { ...credential, ...given });
    await refused(() => rig.send(campaign, other), 403, 'NOT_ALLOWED');
    await refused(() => send({ signature: other.signature }), 403, 'NOT_ALLOWED');
    await refused(() => send({ message: other.message }), 403, 'NOT_ALLOWED');
    await refused(() => send({ signature: Buffer.alloc(256, 0xff).toString('base64url') }), 403, 'NOT_ALLOWED');
    expect((await send({})).status).toBe(204);
  });

  it('is refused when it is too large, unreadable, or for no campaign, and loses nothing', async () => {
    const credential = await rig.exchange(campaign, ticket(7));
    const path = `${campaign}/answers`;
    const body = { ...credential, ...evaluationOf(5) };
    await refused(() => rig.post(path, { ...body, keep: 'x'.repeat(17_000) }), 413, 'TOO_LARGE');
    await refused(() => rig.post(path, '{'), 400, 'BAD_REQUEST');
    await refused(() => rig.post(path, { ...body, keep: 'x'.repeat(1_001) }), 400, 'BAD_REQUEST');
    await refused(() => rig.send('0a1b2c3d-0a1b-4a1b-8a1b-0a1b2c3d4e5f', credential), 404, 'UNKNOWN');
    await refused(() => rig.send('none', credential), 404, 'UNKNOWN');
    // A megabyte is refused by the server, for every page.
    const before = await stored();
    const large = await rig.post(path, { ...body, keep: 'x'.repeat(1_000_000) }).catch(() => null);
    expect([null, 413]).toContain(large?.status ?? null);
    expect(await stored()).toBe(before);
    expect((await rig.send(campaign, credential)).status).toBe(204);
  });

  it('is refused from the closing date on, to the second, before anything is counted', async () => {
    const credential = await rig.exchange(campaign, ticket(8));
    rig.clock.now = CLOSED;
    await refused(() => rig.send(campaign, credential), 410, 'CLOSED');
    rig.clock.now = new Date('2026-12-08T15:59:59Z');
    expect((await rig.send(campaign, credential)).status).toBe(204);
  });

  it('gets an answer that stores nothing and that nobody else may read', async () => {
    const answer = await fetch(`${rig.url()}/evaluation/${campaign}/key`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('set-cookie')).toBeNull();
    const row = JSON.stringify(await prisma().evaluation.findFirst());
    expect(row).not.toMatch(/NEW|OVERALL|answers/);
    const columns = await prisma().$queryRaw<{ name: string; type: string }[]>`
      SELECT column_name AS name, data_type AS type FROM information_schema.columns
       WHERE table_name IN ('Evaluation', 'EvaluationTicket')`;
    expect(columns.filter(({ type }) => /time|date|serial|int/.test(type))).toEqual([]);
    const references = await prisma().$queryRaw<{ to: string }[]>`
      SELECT confrelid::regclass::text AS to FROM pg_constraint WHERE conrelid = '"Evaluation"'::regclass AND contype = 'f'`;
    expect(references.map(({ to }) => to)).toEqual(['"EvaluationCampaign"']);
  });
});

it('a token behaves as it should, whatever is done in whatever order', async () => {
  const { publicKey } = await rig.keyOf(another);
  const tokens = await Promise.all([1, 2, 3].map(() => rig.prepare(publicKey)));
  const life = { rig, prisma: prisma(), campaign: another, tickets: [ticket(0, another), ticket(1, another)], tokens };
  await fc.assert(
    fc.asyncProperty(fc.array(anyOperation, { minLength: 3, maxLength: 10 }), (acts) => runOperations(life, acts)),
    { numRuns: 15 },
  );
});
