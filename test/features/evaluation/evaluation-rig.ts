import { randomBytes, randomUUID } from 'node:crypto';
import { BlindRSA, getSuiteByName } from '@cloudflare/blindrsa-ts';
import { z } from 'zod';
import { FEATURES } from '../../../src/app/features.ts';
import type { Database } from '../../../src/database/client.ts';
import type { ItemCode } from '../../../src/features/evaluation/items.ts';
import {
  campaignKeySchema,
  PREFIX_BYTES,
  SIGNATURE_VARIANT,
  signatureSchema,
  TOKEN_BYTES,
} from '../../../src/features/evaluation/wire.ts';
import { createLog } from '../../../src/log.ts';
import { startWebServer } from '../../../src/web/server.ts';
import { type OpenFeatures, openFeatures, scheduleNamed } from '../../app/open-features.ts';
import type { TestDatabase } from '../../database.ts';
import { addPartnership, TEAM } from '../../fixtures/partnership.ts';
import { addSupervisor } from '../../fixtures/supervisor.ts';
import { type Actor, eventsOf, textOf } from '../intervention/intervention-rig.ts';
import { blindWithOpenSsl } from './blind-with-openssl.ts';

/** Tuesday afternoon of an ordinary week, after lessons: a good moment. */
const TUESDAY = new Date('2026-11-24T14:30:00Z');
const CLOSES_ON = '2026-12-08';
export const CLOSED = new Date('2026-12-08T16:00:01Z');
const PAGES = { address: (path: string) => `https://polsslag.example${path}`, key: Buffer.alloc(32, 3) };

const suite = getSuiteByName(BlindRSA, SIGNATURE_VARIANT);

/** What a page stores in the browser. */
export interface Credential {
  readonly message: string;
  readonly signature: string;
}

/** Opens a made-up partnership with its own web server: teachers of Noord, a supervisor and a lead. */
export async function openEvaluation(test: TestDatabase, count: number, settings: { minimumGroup?: number } = {}) {
  const { prisma } = test.database;
  const clock = { now: TUESDAY };
  const logged: string[] = [];
  const log = createLog('debug', { write: (line) => void logged.push(line) });
  const features = await openFeatures(test.database, () => clock.now, { features: FEATURES, pages: PAGES, settings });
  const serve = () => startWebServer(features.routes, { host: '127.0.0.1', port: 0, log });
  let server = await serve();
  const people = await addPartnership(test.database, { Noord: count, Zuid: 1 }, TUESDAY);
  const teachers = people.map(({ id, key, user }): Actor => {
    return { id, name: `Naam ${key}`, user: { platform: 'slack', workspace: TEAM, user } };
  });
  const { id: circleId } = await prisma.circle.findUniqueOrThrow({ where: { name: 'Noord' } });
  const addHere = (name: string, role: 'supervisor' | 'lead') =>
    addSupervisor(test.database, { name, circle: 'Noord', platform: 'slack', role }, TUESDAY);
  const supervisor = await addHere('Yvonne', 'supervisor');
  const lead = await addHere('Femke', 'lead');
  const events = eventsOf(features);

  /** Records a visit by a supervisor a week ago. */
  async function help(whom: readonly Actor[], by: Actor = supervisor): Promise<void> {
    const about = { circleId, day: new Date('2026-11-17'), createdAt: TUESDAY, source: 'chat' as const };
    const visits = whom.map(({ id: teacherId }) => ({ ...about, id: randomUUID(), teacherId }));
    await prisma.visit.createMany({ data: visits });
    await prisma.loggedVisit.createMany({ data: visits.map(({ id }) => ({ visitId: id, supervisorId: by.id })) });
  }
  const start = (by: Actor = supervisor, values: Record<string, string> = {}) =>
    events.submit(by, { action: 'evaluation.start', data: {} }, { day: CLOSES_ON, ...values });
  const runSchedule = async (name: string) => {
    const schedule = scheduleNamed(features, name);
    await schedule.run(schedule.period(clock.now) ?? '', clock.now);
  };
  const browser = browserAt(() => server.url);
  return {
    ...events,
    clock,
    features,
    logged,
    teachers,
    supervisor,
    lead,
    help,
    start,
    runSchedule,
    invitations: (kind = 'evaluation') => readInvitations(test.database, features, clock.now, kind),
    ...browser,
    /** Answers every item, unless other answers are given. */
    send: (campaign: string, credential: Credential, given: Partial<Evaluation> = {}) =>
      browser.post(`${campaign}/answers`, { ...credential, ...evaluationOf(4), ...given }),
    url: () => server.url,
    /** Restarts the server as after a crash: only the database remains. */
    restart: async () => {
      await server.close();
      server = await serve();
    },
    close: () => server.close(),
    published: async (id: string) => {
      const { result } = await prisma.evaluationCampaign.findUniqueOrThrow({ where: { id } });
      return result === null ? null : publishedSchema.parse(JSON.parse(result));
    },
  };
}

/** Every invitation as it would be sent: its recipient, and the campaign and ticket in its button. */
async function readInvitations({ prisma }: Database, { composers }: OpenFeatures, now: Date, kind: string) {
  const rows = await prisma.notification.findMany({ where: { kind }, include: { account: true } });
  const read = rows.map(async ({ subject, account, notBefore }) => {
    const view = (await composers[kind]?.(subject, now, 'nl')) ?? null;
    // A message contains links to everything that its reader can evaluate.
    const links = textOf(view).match(/https:[^"]+/g) ?? [];
    const url = new URL(links.find((link) => link.includes(`#t=${subject}.`)) ?? 'https://none.example/');
    const hash = new URLSearchParams(url.hash.slice(1));
    const campaign = url.pathname.split('/').at(-1) ?? '';
    return { personId: account?.personId ?? '', notBefore, view, campaign, ticket: hash.get('t') ?? '', hash };
  });
  return Promise.all(read);
}

/** What a browser does at the evaluation's endpoints. @param url of the server, which changes after a restart */
function browserAt(url: () => string) {
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${url()}/evaluation/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : JSON.parse(text), headers: answer.headers };
  };
  async function answeredKey(campaign: string) {
    const answer = await fetch(`${url()}/evaluation/${campaign}/key`);
    const { publicKey, ...rest } = campaignKeySchema.parse(await answer.json());
    return { ...rest, spki: Buffer.from(publicKey, 'base64url') };
  }
  async function keyOf(campaign: string) {
    const { spki, ...rest } = await answeredKey(campaign);
    const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' };
    return { ...rest, publicKey: await crypto.subtle.importKey('spki', spki, algorithm, true, ['verify']) };
  }
  /** Does what a browser does with a ticket before its first request. */
  async function prepare(publicKey: CryptoKey) {
    const message = suite.prepare(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)));
    const { blindedMsg, inv } = await suite.blind(publicKey, message);
    const finish = async (answer: unknown): Promise<Credential> => {
      const blind = Buffer.from(signatureSchema.parse(answer).signature, 'base64url');
      const signature = await suite.finalize(publicKey, message, new Uint8Array(blind), inv);
      return { message: encode(message), signature: encode(signature) };
    };
    return { blinded: encode(blindedMsg), finish };
  }
  async function exchange(campaign: string, ticket: string): Promise<Credential> {
    const { spki } = await answeredKey(campaign);
    const message = randomBytes(PREFIX_BYTES + TOKEN_BYTES);
    const { blinded, finish } = blindWithOpenSsl(spki, message);
    const { status, body } = await post(`${campaign}/signature`, { ticket, blinded: encode(blinded) });
    if (status !== 200) throw new Error(`refused: ${JSON.stringify(body)}`);
    const signed = Buffer.from(signatureSchema.parse(body).signature, 'base64url');
    return { message: encode(message), signature: encode(finish(signed)) };
  }
  return { post, keyOf, prepare, exchange };
}

export type EvaluationRig = Awaited<ReturnType<typeof openEvaluation>>;

interface Evaluation {
  readonly answers: Readonly<Record<ItemCode, number | null>>;
  readonly keep: string;
  readonly change: string;
}

/** The same answer to every item; null for "not applicable". */
export function evaluationOf(answer: number | null, keep = '', change = ''): Evaluation {
  const [NEW, PRACTICAL, RECOGNISED, AGREED_TIMES] = [answer, answer, answer, answer];
  const answers = {
    NEW,
    PRACTICAL,
    RECOGNISED,
    AGREED_TIMES,
    EXPERTISE: answer,
    FREE_TO_SPEAK: answer,
    OVERALL: answer,
  };
  return { answers, keep, change };
}

/** The published result. */
const publishedSchema = z.looseObject({
  published: z.boolean(),
  raters: z.string().optional(),
  items: z.array(z.looseObject({ code: z.string(), mean: z.number().optional() })).optional(),
  texts: z
    .object({ keep: z.array(z.string()), change: z.array(z.string()) })
    .or(z.literal('erased'))
    .nullish(),
});

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
